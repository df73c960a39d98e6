import { classModel, type AggregateModel, type AggregateRoot } from '../domain/index.js';
import { UnknownMessageError } from '../errors/index.js';
import { currentMessage, withinMessage, type Class, type MessageContext } from '../messages/index.js';
import type { AggregateLoader } from './aggregate-loader.js';
import { checkPointInTime, type PointInTime } from './point-in-time.js';
import type { UnitOfWork } from './unit-of-work.js';

const units = new WeakMap<MessageContext, UnitOfWork>();

/** Runs a command's handler so that every {@link Repository.load} in it belongs to its unit of work. */
export function withinUnitOfWork<T>(unit: UnitOfWork, context: MessageContext, action: () => T): T {
  units.set(context, unit);
  return withinMessage(context, action);
}

/** The unit of work of the command whose handler is running; `undefined` outside of any. */
export function unitInScope(): UnitOfWork | undefined {
  const context = currentMessage();
  return context && units.get(context);
}

/**
 * Gives a handler the aggregates it works on.
 *
 * Inside a command handler everything that the loaded aggregates apply is stored together when the handler is done, all
 * or nothing, also over several aggregates; a conflict on one runs the whole handler again on fresh ones. Outside of
 * one it only reads: what is applied then is not stored.
 */
export class Repository {
  readonly #models: ReadonlyMap<Class, AggregateModel>;

  /** @internal */
  constructor(
    private readonly loader: AggregateLoader,
    models: ReadonlyMap<Class, AggregateModel>,
  ) {
    this.#models = models;
  }

  /**
   * The aggregate with this id; a new one (`isNew`) when nothing has happened to it yet. The same instance each time
   * within one command.
   *
   * With `asOf` or `atPosition` it is the aggregate as it was then, and for reading only, also within a command.
   *
   * @throws UnknownMessageError when the class is not among the application's components
   * @throws InvalidArgumentError when the id is no string or empty, or the point in time is none
   */
  async load<A extends AggregateRoot>(aggregate: Class<A>, id: string, at?: PointInTime): Promise<A> {
    const model = this.#models.get(aggregate) as AggregateModel<A> | undefined;
    if (model === undefined) {
      const { label } = classModel(aggregate);
      throw new UnknownMessageError(
        'UNKNOWN_AGGREGATE',
        `${label} is not among the application's components. Add it to createApplication({ components }).`,
      );
    }
    const point = checkPointInTime(at);
    const unit = point === undefined ? unitInScope() : undefined;
    return (await (unit === undefined ? this.loader.load(model, id, point) : unit.load(model, id))).state;
  }
}
