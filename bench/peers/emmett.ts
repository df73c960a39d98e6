import { serve } from '../hosts/serve.js';
import { storeTasks } from '../tasks/store-tasks.js';
import { EmmettStore } from './emmett-store.js';

await serve((place) => EmmettStore.open(place), storeTasks);
