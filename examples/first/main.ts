import { Aggregate, AggregateId, AggregateRoot, Command, CommandHandler, createApplication, Event } from 'annals';
import { EventHandler, inMemory, Projection, Query, QueryHandler, readModel } from 'annals';
import type { ReadModel, ReadModelReader, RecordedEvent } from 'annals';
import { IsInt, IsPositive, IsString } from 'class-validator';
import { inject } from 'inversify';

@Event('parcel.weighed') // a fact: past tense, stored for ever
class ParcelWeighed {
  @IsInt() @IsPositive() grams!: number;
}

@Command('parcel.weigh') // a wish: imperative, may be refused
class WeighParcel {
  @AggregateId() @IsString() parcelId!: string;
  @IsInt() @IsPositive() grams!: number;
}

@Aggregate('parcel') // decides; each parcel has a stream of events, `parcel-{id}`
class Parcel extends AggregateRoot {
  private grams = 0;

  @CommandHandler(WeighParcel)
  weigh(command: WeighParcel) {
    if (command.grams > 30_000) throw new Error('Too heavy for the post.');
    if (command.grams !== this.grams) this.apply(ParcelWeighed, { grams: command.grams });
  }

  @EventHandler(ParcelWeighed)
  protected onWeighed(event: ParcelWeighed) {
    this.grams = event.grams;
  }
}

@Projection('weights') // turns events into documents that queries read
class Weights {
  @EventHandler(ParcelWeighed)
  weighed(event: ParcelWeighed, view: ReadModel<{ grams: number }>, { streamId }: RecordedEvent) {
    view.set(streamId, { grams: event.grams });
  }
}

class GetWeight extends Query<number | undefined> {
  @IsString() parcelId!: string;
}

@QueryHandler(GetWeight)
class GetWeightHandler {
  constructor(@inject(readModel('weights')) private readonly weights: ReadModelReader<{ grams: number }>) {}

  async execute({ parcelId }: GetWeight) {
    return (await this.weights.get(`parcel-${parcelId}`))?.grams;
  }
}

const app = await createApplication({ components: [Parcel, Weights, GetWeightHandler], store: inMemory() });
const receipt = await app.commands.dispatch(WeighParcel, { parcelId: '7', grams: 900 });
console.log('now:', await app.queries.ask(GetWeight, { parcelId: '7' }, { after: receipt }), 'g');
console.log('history:', await app.eventStore.readStream('parcel-7'));
await app.close();
