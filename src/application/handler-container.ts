import { Container, decorate, injectable, type Newable } from 'inversify';
import { AnnalsError, ConfigurationError } from '../errors/index.js';
import type { Class } from '../messages/index.js';

/** The container of an application's own classes, over the user's container where there is one. */
export class HandlerContainer {
  readonly container: Container;

  constructor(parent?: Container) {
    this.container = new Container(parent && { parent });
  }

  bindValue(token: symbol | Newable<object>, value: object): void {
    this.container.bind<object>(token).toConstantValue(value);
  }

  /**
   * Binds a class to itself: made anew for each message, so that request-scoped services have a scope per message.
   *
   * @throws ConfigurationError
   */
  bindClass(type: Class): void {
    declareInjectable(type);
    try {
      this.container.bind<object>(newable(type)).toSelf().inTransientScope();
    } catch (cause) {
      throw unresolved(type, cause); // a parameter says nothing of what it takes
    }
  }

  make(type: Class): object {
    return this.container.get<object>(newable(type));
  }

  /** Makes each class once, so that what is missing is found at start. @throws ConfigurationError */
  verify(types: readonly Class[]): void {
    for (const type of types) this.makeAtStart(type);
  }

  /** Makes a class that is made once and kept. @throws ConfigurationError when it cannot be made */
  makeAtStart(type: Class): object {
    try {
      return this.make(type);
    } catch (cause) {
      throw AnnalsError.is(cause) ? cause : unresolved(type, cause);
    }
  }
}

function newable(type: Class): Newable<object> {
  return type as unknown as Newable<object>;
}

/** Lets parameters be injected by their types where the compiler has emitted them; a class may have said so itself. */
function declareInjectable(type: Class): void {
  try {
    decorate(injectable(), type);
  } catch {
    // inversify refuses a second @injectable: the class is as it should be.
  }
}

function unresolved(type: Class, cause: unknown): ConfigurationError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConfigurationError(
    'UNRESOLVED_DEPENDENCY',
    `${type.name} cannot be made${describeParameters(type)}. Put @inject(token) on each parameter of its constructor, ` +
      `and bind every token in the container given to createApplication({ container }); a read model is injected with ` +
      `@inject(readModel('…')). The container says: ${reason}`,
    { cause },
  );
}

/** The names of the constructor's parameters, as far as its source shows them. */
function describeParameters(type: Class): string {
  const source = /constructor\s*\(([^)]*)\)/.exec(String(type))?.[1]?.trim();
  return source === undefined || source === '' ? '' : ` (its constructor takes: ${source})`;
}
