import { ConfigurationError, describeValue } from '../errors/index.js';

const key = Symbol('annals.DeadlineHandler.methods');
const pattern = /^[A-Za-z][\w.-]{0,99}$/;

type Methods = Map<string, string | symbol>;

/**
 * Marks the method of a process manager that runs when a deadline is due; it is given the `Process`.
 *
 * @example
 * ```ts
 * @DeadlineHandler('payment')
 * late(process: Process<TransferState>) { process.dispatch(CancelTransfer, { transferId: process.id }); }
 * ```
 */
export function DeadlineHandler(name: string): (target: object, method: string | symbol) => void {
  return (prototype, method) => {
    if (typeof name !== 'string' || !pattern.test(name)) {
      throw new ConfigurationError(
        'INVALID_DECLARATION',
        `@DeadlineHandler(${describeValue(name)}) on ${prototype.constructor.name}.${String(method)}: a name is letters, ` +
          `digits, '_', '-' and '.', such as 'payment'.`,
      );
    }
    const methods = ownMethods(prototype) ?? (new Map() as Methods);
    const earlier = methods.get(name);
    if (earlier !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `${prototype.constructor.name} handles the deadline '${name}' twice: in ${String(earlier)} and in ${String(method)}. Keep one.`,
      );
    }
    methods.set(name, method);
    Reflect.defineMetadata(key, methods, prototype);
  };
}

/** The deadline-handling methods of a class and of the classes above it, by deadline; the nearest one wins. */
export function deadlineHandlersOf(target: { readonly prototype: object }): ReadonlyMap<string, string | symbol> {
  const chain: object[] = [];
  for (let at: object | null = target.prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    chain.unshift(at);
  }
  return new Map(chain.flatMap((prototype) => [...(ownMethods(prototype) ?? [])]));
}

function ownMethods(prototype: object): Methods | undefined {
  return Reflect.getOwnMetadata(key, prototype) as Methods | undefined;
}
