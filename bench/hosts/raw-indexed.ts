import { RawStore } from '../stores/raw-store.js';
import { storeTasks } from '../tasks/store-tasks.js';
import { serve } from './serve.js';

await serve((place) => RawStore.open(place, true), storeTasks);
