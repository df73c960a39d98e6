import { AnnalsStore } from '../stores/annals-store.js';
import { annalsTasks } from '../tasks/annals-tasks.js';
import { storeTasks } from '../tasks/store-tasks.js';
import { serve } from './serve.js';

await serve((place) => AnnalsStore.open(place), { ...storeTasks, ...annalsTasks });
