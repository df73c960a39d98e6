import { createApplication, inMemory, type Application, type ApplicationOptions } from '../../src/index.js';

/** Starts applications, in memory where nothing else is asked for; they are closed after each test. */
export function applications(): (options: Partial<ApplicationOptions>) => Promise<Application> {
  const started: Application[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((application) => application.close()));
  });
  return async (options) => {
    const application = await createApplication({ components: [], store: inMemory(), ...options });
    started.push(application);
    return application;
  };
}
