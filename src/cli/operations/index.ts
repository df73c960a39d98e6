import type { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { deadLettersCommand } from './dead-letters.js';
import { doctorCommand } from './doctor.js';
import { eventsCommand } from './events.js';
import { initCommand } from './init.js';
import { projectionsCommand } from './projections.js';
import { streamsCommand } from './streams.js';
import { subscriptionsCommand } from './subscriptions.js';
import { webhooksCommand } from './webhooks.js';

/** The commands that look after an application. */
export function operationCommands(context: CliContext): Command[] {
  return [
    streamsCommand(context),
    eventsCommand(context),
    projectionsCommand(context),
    subscriptionsCommand(context),
    deadLettersCommand(context),
    webhooksCommand(context),
    doctorCommand(context),
    initCommand(context),
  ];
}
