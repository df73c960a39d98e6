import { IsString } from 'class-validator';
import { Container, inject } from 'inversify';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  Event,
  EventHandler,
  inMemory,
  Projection,
  Query,
  QueryHandler,
  readModel,
  Upcaster,
  upcaster,
  type Component,
  type ReadModel,
  type ReadModelReader,
  type RecordedEvent,
} from '../../../src/index.js';
import { applications } from '../../support/applications.js';
import { annalsErrorOf } from '../../support/errors.js';
import { storageWith } from '../../support/storage.js';
import { until } from '../../support/until.js';

const start = applications();

/** What the first release has written. */
const opened = { type: 'account.opened', data: { owner: 'Ada Lovelace' } };
const audited = { type: 'account.audited', data: { by: 'Grace' } };

@Event('account.opened', { version: 3 })
class AccountOpened {
  @IsString() firstName!: string;
  @IsString() lastName!: string;
  @IsString() currency!: string;
}

@Event('account.renamed')
class AccountRenamed {
  @IsString() firstName!: string;
}

@Command('account.rename')
class RenameAccount {
  @AggregateId() accountId!: string;
  @IsString() firstName!: string;
}

@Aggregate('account')
class Account extends AggregateRoot {
  name = '';

  @CommandHandler(RenameAccount)
  rename({ firstName }: RenameAccount) {
    if (this.name === '') throw new Error('not open');
    this.apply(AccountRenamed, { firstName: `${firstName} (once ${this.name})` });
  }

  @EventHandler(AccountOpened)
  protected opened({ firstName, lastName, currency }: AccountOpened) {
    this.name = `${firstName} ${lastName}, ${currency}`;
  }

  @EventHandler(AccountRenamed)
  protected renamed({ firstName }: AccountRenamed) {
    this.name = firstName;
  }
}

interface Name {
  readonly firstName: string;
}

@Projection('names')
class Names {
  @EventHandler(AccountOpened)
  opened({ firstName }: AccountOpened, view: ReadModel<Name>, { streamId }: RecordedEvent) {
    view.set(streamId, { firstName });
  }
}

class GetName extends Query<Name | null> {
  @IsString() streamId!: string;
}

@QueryHandler(GetName)
class GetNameHandler {
  constructor(@inject(readModel('names')) private readonly names: ReadModelReader<Name>) {}

  execute({ streamId }: GetName) {
    return this.names.get(streamId);
  }
}

@Upcaster('account.opened', { from: 1, to: 2 })
class SplitOwner {
  upcast({ data }: RecordedEvent<{ owner: string }>) {
    const [firstName, lastName] = data.owner.split(' ');
    return { data: { firstName, lastName } };
  }
}

const addCurrency = upcaster('account.opened', { from: 2, to: 3 }, ({ data }) => ({
  data: { ...data, currency: 'EUR' },
}));
const dropAudits = upcaster('account.audited', { from: 1, to: 2 }, () => []);
const upcasters = { SplitOwner, addCurrency, dropAudits, helper: 7 };

/** The history of the first release, on which the second one starts. */
async function history(...events: { type: string; data: object }[]) {
  const store = inMemory();
  const first = await start({ store });
  await first.eventStore.appendToStream('account-1', events);
  return store;
}

describe('the upcasters of an application', () => {
  it.each<[string, readonly Component[]]>([
    ['modules', [upcasters]],
    ['classes and functions', [SplitOwner, addCurrency, dropAudits, AccountOpened]],
    ['both, some twice', [upcasters, SplitOwner, addCurrency]],
  ])('may be given as %s', async (_, components) => {
    const app = await start({ store: await history(opened, audited), components: [...components, Account] });
    expect(await app.eventStore.readStream('account-1')).toMatchObject([
      { type: 'account.opened', data: { firstName: 'Ada', lastName: 'Lovelace', currency: 'EUR' } },
    ]);
  });

  it('run for aggregates, projections and the event store', async () => {
    const store = await history(opened);
    const app = await start({ store, components: [upcasters, Account, Names, GetNameHandler] });
    expect((await app.repository.load(Account, '1')).name).toBe('Ada Lovelace, EUR');
    const after = await app.commands.dispatch(RenameAccount, { accountId: '1', firstName: 'Augusta' });
    expect(after).toMatchObject({
      streamVersion: 1,
      events: [{ data: { firstName: 'Augusta (once Ada Lovelace, EUR)' } }],
    });
    expect(await app.queries.ask(GetName, { streamId: 'account-1' }, { after })).toEqual({ firstName: 'Ada' });
    await app.projections.rebuild('names');
    expect(await app.queries.ask(GetName, { streamId: 'account-1' })).toEqual({ firstName: 'Ada' });
    const [first] = await (await start({ store })).eventStore.readStream('account-1');
    expect(first).toMatchObject(opened);
  });

  it('let an aggregate go on whose last event becomes none', async () => {
    const app = await start({ store: await history(opened, audited, audited), components: [upcasters, Account] });
    const receipt = await app.commands.dispatch(RenameAccount, { accountId: '1', firstName: 'Augusta' });
    expect(receipt).toMatchObject({ streamVersion: 3, attempts: 1 });
  });

  it('are made once, with what their constructors have injected', async () => {
    let made = 0;
    @Upcaster('account.opened', { from: 1, to: 2 })
    class Translating {
      constructor(@inject('translate') private readonly translate: (text: string) => string) {
        made++;
      }

      upcast({ data }: RecordedEvent<{ owner: string }>) {
        return { data: { owner: this.translate(data.owner) } };
      }
    }
    const container = new Container();
    container.bind('translate').toConstantValue((text: string) => text.toUpperCase());
    const app = await start({ store: await history(opened, opened), components: [Translating], container });
    const events = await app.eventStore.readStream('account-1');
    expect(events.map(({ data }) => data.owner)).toEqual(['ADA LOVELACE', 'ADA LOVELACE']);
    expect(made).toBe(1);
  });

  it('cost nothing where there are none: the store is the database’s own', async () => {
    const provider = inMemory();
    let own: object | undefined;
    const store = storageWith((storage) => {
      own = storage.eventStore;
      return {};
    }, provider);
    expect((await start({ store, components: [AccountRenamed] })).eventStore).toBe(own);
    expect((await start({ store, components: [upcasters] })).eventStore).not.toBe(own);
  });
});

describe('upcasters that do not fit together', () => {
  @Upcaster('account.opened', { from: 1, to: 2 })
  class Rival {
    upcast() {
      return [];
    }
  }

  class Idle {}
  Upcaster('account.opened', { from: 1, to: 2 })(Idle as never);

  @Upcaster('account.opened', { from: 1, to: 2 })
  class Unresolved {
    constructor(@inject('nothing') readonly nothing: object) {}

    upcast() {
      return [];
    }
  }

  it.each<[string, readonly Component[], string, RegExp]>([
    ['none for an event of version 3', [AccountOpened], 'UPCASTER_MISSING', /version 1 .*AccountOpened is version 3/],
    ['none for an event that is handled only', [Account], 'UPCASTER_MISSING', /version 1 .*AccountOpened/],
    ['a missing link', [Names, SplitOwner], 'UPCASTER_MISSING', /version 2 of 'account\.opened'/],
    ['two for one version', [upcasters, Rival], 'DUPLICATE_REGISTRATION', /SplitOwner.*Rival/],
    [
      'one past its class',
      [AccountRenamed, upcaster('account.renamed', { from: 1, to: 2 }, () => [])],
      'INVALID_DECLARATION',
      /AccountRenamed is version 1/,
    ],
    ['a class without upcast', [Idle], 'INVALID_DECLARATION', /Idle.*upcast/],
    ['a class that cannot be made', [Unresolved], 'UNRESOLVED_DEPENDENCY', /Unresolved.*@inject/],
  ])('are found before the database is opened: %s', async (_, components, code, message) => {
    const store = { open: () => Promise.reject(new Error('The database was opened.')) };
    const error = await annalsErrorOf(start({ components, store }));
    expect(error).toMatchObject({ name: 'ConfigurationError', code });
    expect(error.message).toMatch(message);
  });
});

describe('an event of a newer release', () => {
  @Event('account.opened')
  class EarlierOpened {
    @IsString() owner!: string;
  }

  @Aggregate('account')
  class EarlierAccount extends AggregateRoot {
    @EventHandler(EarlierOpened)
    protected opened() {
      // It need not change.
    }
  }

  @Projection('names')
  class EarlierNames {
    @EventHandler(EarlierOpened)
    opened({ owner }: EarlierOpened, view: ReadModel<object>, { streamId }: RecordedEvent) {
      view.set(streamId, { firstName: owner });
    }
  }

  const newer = {
    type: 'account.opened',
    data: { firstName: 'Ada', lastName: 'Lovelace', currency: 'EUR' },
    metadata: { schemaVersion: 3 },
  };

  it('is read as it is, but neither folded nor projected: the older release waits for the newer one', async () => {
    const store = inMemory();
    const earlier = await start({ store, components: [EarlierAccount, EarlierNames] });
    await earlier.eventStore.appendToStream('account-1', [newer]);
    expect(await earlier.eventStore.readStream('account-1')).toMatchObject([newer]);
    const error = await annalsErrorOf(earlier.repository.load(EarlierAccount, '1'));
    expect(error.code).toBe('UNKNOWN_EVENT_VERSION');
    expect(error.message).toMatch(/newer release/);
    await until(async () => (await earlier.projections.status())[0]?.state === 'failing');
    expect(await earlier.projections.status()).toMatchObject([
      { position: -1, error: expect.stringMatching(/newer release/) },
    ]);
    await earlier.close();

    const later = await start({ store, components: [upcasters, Account, Names, GetNameHandler] });
    const after = await later.commands.dispatch(RenameAccount, { accountId: '1', firstName: 'Augusta' });
    expect(await later.queries.ask(GetName, { streamId: 'account-1' }, { after })).toEqual({ firstName: 'Ada' });
  });
});
