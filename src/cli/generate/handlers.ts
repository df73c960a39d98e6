import { camelOf } from './names.js';
import type { KnownClass } from './workspace.js';

/** What differs between the handlers of one class. */
export interface HandlerText {
  readonly parameters: (event: KnownClass, index: number) => string;
  readonly body: (event: KnownClass, index: number) => string;
}

/** The methods of a class that follows events, one for each. */
export function eventHandlers(events: readonly KnownClass[], { parameters, body }: HandlerText): string {
  return events
    .map(
      (event, index) => `  @EventHandler(${event.name})
  ${camelOf(event.name)}(${parameters(event, index)}) {
    ${body(event, index)}
  }`,
    )
    .join('\n\n');
}
