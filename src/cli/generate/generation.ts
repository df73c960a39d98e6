import type { Field } from './field.js';
import type { Workspace } from './workspace.js';

/** What is to be generated. */
export interface Generation {
  readonly workspace: Workspace;
  /** The name of the class. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** The part of the domain, where it is said. */
  readonly folder?: string;
  /** The aggregate that it belongs to, where it is said. */
  readonly aggregate?: string;
  /** The events that it is about, where they are said. */
  readonly events: readonly string[];
  /** The stored type of an event or a command, where it is said. */
  readonly type?: string;
  /** The projection that a query reads. */
  readonly projection?: string;
  /** What the user should know besides what was written. */
  readonly notes: string[];
}

/** Adds one kind of class to an application; what it finds wrong is an error, and nothing is written. */
export type Generator = (generation: Generation) => void;
