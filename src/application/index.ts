export { Application } from './application.js';
export type { Component } from './components.js';
export { createApplication, type ApplicationOptions } from './create-application.js';
