/** A class of messages, with or without constructor parameters. */
export type MessageClass<T extends object = object> = abstract new (...args: never[]) => T;

/** A class that can be made with `new`. */
export type Class<T extends object = object> = new (...args: never[]) => T;

/** The data of a message: its properties without methods and symbols. */
export type Properties<T> = {
  [K in keyof T as K extends symbol ? never : T[K] extends (...args: never[]) => unknown ? never : K]: T[K];
};
