/// <reference lib="esnext.disposable" />

/** The account of a new emulator. */
export const ACCOUNT_ID: string;
/** The registered phone number of a new emulator. */
export const PHONE_NUMBER_ID: string;

export interface StartOptions {
  /**
   * Path of the program.
   * @default the environment variable `SOCIAL_MESSAGING_EMULATOR`, or the program of this package
   */
  program?: string | undefined;
  /**
   * Port to listen on; 0 selects a free port.
   * @default 0
   */
  port?: number | undefined;
  /** Further options of the program, for example `["--state", "emulator.redb"]`. */
  args?: readonly string[] | undefined;
  /**
   * Time until the emulator must answer, in milliseconds.
   * @default 10000
   */
  timeout?: number | undefined;
  /** Called with every line that the program prints: one per request. */
  log?: ((line: string) => void) | undefined;
}

export interface WaitOptions {
  /** Time limit in milliseconds. */
  timeout?: number | undefined;
}

/** An error of Meta. */
export interface MetaError {
  code: number;
  title: string;
  message?: string;
  [member: string]: unknown;
}

/** A message that the emulator has accepted. */
export interface Message {
  /** The id that SendWhatsAppMessage returned. */
  messageId: string;
  originationPhoneNumberId: string;
  accountId: string;
  metaApiVersion: string;
  /** The body of the message as sent. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  message: any;
  /** Seconds since 1970. */
  time: number;
  status: string;
  /** The errors of a failed message. */
  errors: MetaError[];
}

/** A failure to inject. */
export interface Fault {
  /** `throttle`, `delay`, `reset`, `garbage`, `html`, a status such as `"502"`, or an error code. */
  kind: string;
  /** The length of a delay. */
  milliseconds?: number;
  /**
   * The name of an operation.
   * @default all operations
   */
  operation?: string;
  /**
   * Whether the request fails before or after it is processed.
   * @default "before"
   */
  stage?: "before" | "after";
  /**
   * The number of requests that fail.
   * @default 1
   */
  times?: number;
  /** The share of requests that fail, instead of `times`. */
  probability?: number;
  /** The seed of `probability`. */
  seed?: number;
}

/** A template as Meta describes it. */
export interface Template {
  id: string;
  accountId: string;
  name: string;
  language: string;
  status: string;
  [member: string]: unknown;
}

/** A running emulator. */
export class Emulator {
  private constructor();
  readonly url: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Options of `new SocialMessagingClient(…)`. */
  readonly clientConfig: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  /** Environment variables that point AWS SDKs and the AWS CLI at the emulator. */
  readonly env: Record<string, string>;

  /** Returns the accepted messages, in the order of arrival. */
  messages(): Promise<Message[]>;
  /**
   * Waits until a message matches, and returns it. Also finds earlier messages.
   * The default time limit is 5000 ms.
   */
  waitForMessage(matches?: (message: Message) => boolean, options?: WaitOptions): Promise<Message>;
  /** Makes requests fail. */
  addFault(fault: Fault): Promise<void>;
  /** Removes all faults. */
  clearFaults(): Promise<void>;
  /** Sets and stops the clock; `null` returns to the clock of the system. */
  setClock(time: Date | null): Promise<void>;
  /** Returns the message templates. */
  templates(): Promise<Template[]>;
  /** Sets the state of a template, as Meta does after a review. */
  setTemplateStatus(id: string, status: string): Promise<void>;
  /** Sends a request to the control API. The path is relative to `/_emulator/`. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  control(method: string, path: string, body?: unknown): Promise<any>;
  /** Stops the emulator. Has no effect on one of `connect`. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A failure of the emulator: it did not start, or rejected a request. */
export class EmulatorError extends Error {
  constructor(message: string, status?: number);
  /** The HTTP status of a rejected request. */
  readonly status: number | undefined;
}

/**
 * Starts an emulator and waits until it answers. It stops with this process at the latest.
 *
 * @throws {EmulatorError} The program cannot be started, or does not answer in time.
 */
export function start(options?: StartOptions): Promise<Emulator>;

/**
 * Connects to an emulator that runs already, for example in a container, and waits until it
 * answers. The default time limit is 10000 ms.
 */
export function connect(url: string, options?: WaitOptions): Promise<Emulator>;
