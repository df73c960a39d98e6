export { Scenario, scenario } from './testing/scenario.js';
export { ScenarioOutcome, type ExpectedEvent } from './testing/scenario-outcome.js';
