/** What the pages use of @nestjs/common, checked against its version 12.5.1. */
type Token = abstract new (...args: never[]) => unknown;

export interface OnApplicationShutdown {
  onApplicationShutdown(signal?: string): unknown;
}

export interface ModuleMetadata {
  readonly imports?: readonly Token[];
  readonly controllers?: readonly Token[];
  readonly providers?: readonly (Token | { readonly provide: Token; readonly useFactory: () => unknown })[];
  readonly exports?: readonly Token[];
}

export interface ArgumentsHost {
  switchToHttp(): { getResponse<T>(): T };
}

export interface ExceptionFilter<T = unknown> {
  catch(exception: T, host: ArgumentsHost): unknown;
}

export declare class NotFoundException extends Error {}

export declare function Module(metadata: ModuleMetadata): ClassDecorator;
export declare function Global(): ClassDecorator;
export declare function Injectable(): ClassDecorator;
export declare function Controller(path: string): ClassDecorator;
export declare function Catch(...exceptions: Token[]): ClassDecorator;
export declare function Inject(token: Token | string | symbol): ParameterDecorator;
export declare function Body(): ParameterDecorator;
export declare function Param(name: string): ParameterDecorator;
export declare function Query(name: string): ParameterDecorator;
export declare function Get(path?: string): MethodDecorator;
export declare function Post(path?: string): MethodDecorator;
