import { isPassingFailure, toAnnalsError } from '../../../../../src/adapters/mongodb/connection/driver-error.js';

describe('an error that is none of the driver', () => {
  it.each(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'])('but of the connection, may pass: %s', (code) => {
    const error = Object.assign(new Error('This socket has been ended by the other party'), { code });
    expect(isPassingFailure(error)).toBe(true);
    expect(toAnnalsError(error)).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true, cause: error });
  });

  it.each([new Error('x'), Object.assign(new Error('x'), { code: 11000 }), null, 'EPIPE'])(
    'nor of the connection, does not: %p',
    (error) => {
      expect(isPassingFailure(error)).toBe(false);
      expect(toAnnalsError(error)).toMatchObject({ code: 'STORE_FAILED', retryable: false });
    },
  );
});
