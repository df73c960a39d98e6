import type { ExceptionFilter } from './nestjs-common.js';

/** What the pages use of @nestjs/core, checked against its version 12.5.1. */
export declare const NestFactory: {
  create(module: new () => unknown): Promise<NestApplication>;
};

interface NestApplication {
  useGlobalFilters(...filters: ExceptionFilter[]): void;
  enableShutdownHooks(): void;
  listen(port: number): Promise<unknown>;
}
