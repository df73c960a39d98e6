import { IsNumber } from 'class-validator';
import { Container, inject, injectable } from 'inversify';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  Event,
  EventHandler,
  Projection,
  Query,
  QueryHandler,
  Repository,
  type ReadModel,
} from '../../../src/index.js';
import { applications } from '../../support/applications.js';

/** A service of the user's; each instance has a number. */
@injectable()
class Ticket {
  static made = 0;
  readonly number = ++Ticket.made;
}

@injectable()
class Printer {
  constructor(@inject(Ticket) readonly ticket: Ticket) {}
}

@Event('ticket.printed')
class TicketPrinted {
  @IsNumber({}, { each: true }) numbers!: number[];
}

@Command('ticket.print')
class PrintTicket {
  @AggregateId() roll!: string;
}

@Command('ticket.print-by-handler')
class PrintByHandler {
  @AggregateId() roll!: string;
}

class WhichTicket extends Query<number[]> {}

@Aggregate('roll')
class Roll extends AggregateRoot {
  constructor(
    @inject(Ticket) private readonly ticket: Ticket,
    @inject(Printer) private readonly printer: Printer,
  ) {
    super();
  }

  @CommandHandler(PrintTicket)
  print() {
    this.apply(TicketPrinted, { numbers: [this.ticket.number, this.printer.ticket.number] });
  }
}

@CommandHandler(PrintByHandler)
class PrintByHandlerHandler {
  constructor(@inject(Repository) private readonly repository: Repository) {}

  async execute({ roll }: PrintByHandler) {
    (await this.repository.load(Roll, roll)).print();
  }
}

@QueryHandler(WhichTicket)
class WhichTicketHandler {
  constructor(
    @inject(Ticket) private readonly ticket: Ticket,
    @inject(Printer) private readonly printer: Printer,
  ) {}

  execute() {
    return [this.ticket.number, this.printer.ticket.number];
  }
}

@Projection('printed')
class Printed {
  constructor(@inject(Printer) private readonly printer: Printer) {}

  @EventHandler(TicketPrinted)
  printed({ numbers }: TicketPrinted, view: ReadModel<{ numbers: number[]; by: number }>) {
    view.set('last', { numbers, by: this.printer.ticket.number });
  }
}

const components = [TicketPrinted, Roll, PrintByHandlerHandler, WhichTicketHandler, Printed];
const start = applications();

const begin = (bind: (container: Container) => void) => {
  const container = new Container();
  bind(container);
  return start({ components, container });
};

describe("the user's own container", () => {
  it('gives its services to aggregates, handlers and projections', async () => {
    const app = await begin((container) => {
      container.bind(Ticket).toSelf().inSingletonScope();
      container.bind(Printer).toSelf().inSingletonScope();
    });
    const { number } = app.container.get(Ticket);
    const receipt = await app.commands.dispatch(PrintTicket, { roll: '1' });
    await app.commands.dispatch(PrintByHandler, { roll: '1' });
    expect(receipt.events[0]?.data).toEqual({ numbers: [number, number] });
    expect(await app.queries.ask(WhichTicket, {})).toEqual([number, number]);
    await app.projections.waitFor('printed', receipt.globalPosition, 10_000);
    const status = await app.projections.status();
    expect(status).toMatchObject([{ name: 'printed', error: null }]);
  });

  it('may scope a service to the message: one for each, shared within it', async () => {
    const app = await begin((container) => {
      container.bind(Ticket).toSelf().inRequestScope();
      container.bind(Printer).toSelf().inRequestScope();
    });
    const answers = [await app.queries.ask(WhichTicket, {}), await app.queries.ask(WhichTicket, {})];
    for (const [ticket, printed] of answers) expect(printed).toBe(ticket);
    expect(answers[0]).not.toEqual(answers[1]);
    const { events } = await app.commands.dispatch(PrintTicket, { roll: '1' });
    const [ticket, printed] = events[0]?.data.numbers as number[];
    expect(printed).toBe(ticket);
    expect(answers.flat()).not.toContain(ticket);
  });

  it('is left as it was', async () => {
    const container = new Container();
    container.bind(Ticket).toSelf();
    container.bind(Printer).toSelf();
    const app = await start({ components, container });
    expect([Roll, Repository, WhichTicketHandler].map((type) => container.isBound(type))).toEqual([
      false,
      false,
      false,
    ]);
    expect(app.container.isBound(Roll)).toBe(true);
    const second = await start({ components, container });
    expect(await second.queries.ask(WhichTicket, {})).toHaveLength(2);
  });
});

describe('without a container', () => {
  it('there still is one, with the classes of the application', async () => {
    @QueryHandler(WhichTicket)
    class Plain {
      execute() {
        return [];
      }
    }
    const app = await start({ components: [Plain] });
    expect(app.container.get(Repository)).toBe(app.repository);
    expect(await app.queries.ask(WhichTicket, {})).toEqual([]);
  });
});
