import { createApplication, type Application, type StorageProvider } from 'annals';
import * as components from './components.js';

/** Opens the bank on a store. */
export function openApplication(store: StorageProvider): Promise<Application> {
  return createApplication({ components: [components], store });
}
