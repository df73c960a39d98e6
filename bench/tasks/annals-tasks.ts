import { appendToLengthsCold } from './append-to-lengths-cold.js';
import { catchUp } from './catch-up.js';
import { commandCold } from './command-cold.js';
import { fold } from './fold.js';

/** What only Annals can be asked for. */
export const annalsTasks = { appendToLengthsCold, catchUp, commandCold, fold };
