import type { PackageManager } from './package-manager.js';

export const templates = {
  bank: 'accounts, transfers over two of them, a read model',
  orders: 'orders, stock and payments, brought together by a process manager with a deadline',
  blank: 'nothing yet, but everything around it',
} as const;

export const fronts = {
  hono: 'Hono, on Node',
  express: 'Express 5',
  none: 'no HTTP: commands from code alone',
} as const;

export type Template = keyof typeof templates;
export type Front = keyof typeof fronts;

/** What is to be made. */
export interface AppPlan {
  readonly name: string;
  readonly template: Template;
  readonly front: Front;
  readonly packageManager: PackageManager;
  /** Where it is known. */
  readonly packageManagerVersion?: string;
}

/** The name of the application's database. */
export function databaseOf({ name }: AppPlan): string {
  return name.replaceAll('-', '_');
}

/** The module that `npm start` runs. */
export function mainOf({ front }: AppPlan): string {
  return front === 'none' ? 'main' : 'server';
}
