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
  /** Timeout in milliseconds. */
  timeout?: number | undefined;
}

/** A Meta error. */
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
  /** The phone number of the recipient, or the id of a group or user. */
  to: string | null;
  /** The type of the message, for example `text`. */
  kind: string | null;
  /** A short text for lists. */
  text: string;
  /** Meta's id of the message. */
  wamid: string | null;
  /** The body of the message as sent. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  message: any;
  /** Seconds since 1970. */
  time: number;
  status: MessageStatus;
  /** All statuses so far. */
  statuses: { status: MessageStatus; time: number; errors: MetaError[] }[];
  /** The errors of a failed message. */
  errors: MetaError[];
}

export type MessageStatus = "accepted" | "sent" | "delivered" | "read" | "played" | "failed";

/** The rules by which accepted messages get their statuses. */
export interface Policy {
  /** When statuses follow: at once, by the clock of the emulator, or only by `setStatus`. */
  statuses?: "immediate" | "clock" | "never" | undefined;
  /**
   * When free-form messages fail because the 24-hour window is closed: only for customers who
   * wrote before, or also for strangers, like Meta.
   */
  windows?: "after-contact" | "always" | undefined;
  /** Fails the next messages, by default one, with this Meta error code. */
  failNext?: { code: number; times?: number | undefined; to?: string | undefined } | undefined;
}

/** An event, as AWS delivers it. */
export interface Event {
  /** Counts from 1. */
  number: number;
  /** Seconds since 1970. */
  time: number;
  kind: "status" | "message" | "template" | "account" | "call" | "flow" | "other";
  accountId: string;
  phoneNumberId: string | null;
  /** The AWS id of the message that a status is about. */
  messageId: string | null;
  /** AWS's envelope, with the entry of Meta's webhook. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  envelope: any;
  deliveries: {
    destination: string;
    attempts: number;
    status: "delivered" | "pending" | "failed";
    error?: string;
  }[];
}

/** An account with its phone numbers. */
export interface Account {
  id: string;
  arn: string;
  metaId: string;
  name: string;
  eventDestinations: { eventDestinationArn: string; roleArn: string | null }[];
  phoneNumbers: {
    id: string;
    arn: string;
    metaId: string;
    number: string;
    displayName: string;
    qualityRating: string;
    registered: boolean;
  }[];
}

/** A customer in a list. */
export interface CustomerState {
  phone: string;
  name: string | null;
  reachable: boolean;
  /** For each phone number, whether the 24-hour window is open. */
  windows: { phoneNumberId: string; open: boolean; until?: number }[];
}

export interface CustomerSettings {
  name?: string | undefined;
  /** Messages to a customer who is not reachable fail with code 131026. */
  reachable?: boolean | undefined;
}

export type MediaKind = "image" | "audio" | "video" | "document" | "sticker";

export interface MediaOptions {
  mimeType?: string | undefined;
  caption?: string | undefined;
  filename?: string | undefined;
}

export interface Place {
  latitude: number;
  longitude: number;
  name?: string | undefined;
  address?: string | undefined;
}

/** An action of a customer, as in the control API. */
export interface Action {
  type: string;
  [member: string]: unknown;
}

/**
 * A person who receives messages and answers. Methods return Meta's id of the message that the
 * person sends, and fail if the action is not possible, for example without such a button.
 */
export class Customer {
  private constructor();
  readonly phone: string;
  /** Sends a text message; `replyTo` is the id of a message to quote. */
  says(body: string, options?: { replyTo?: string | undefined }): Promise<string>;
  /**
   * Presses a button, selects a row of a list, or submits a Flow with a response. The text is
   * that of the button or its id; the message, by default, the last one with such a button.
   */
  presses(
    text: string,
    options?: { message?: string | undefined; response?: Record<string, unknown> | undefined },
  ): Promise<string>;
  /** Sends an image or another file. */
  sendsFile(kind: MediaKind, options?: MediaOptions): Promise<string>;
  sendsLocation(place: Place): Promise<string>;
  /** Sends contact cards in Meta's format. */
  sendsContacts(contacts: readonly unknown[]): Promise<string>;
  /** Reacts to a message; an empty emoji removes the reaction. */
  reacts(emoji: string, message: string): Promise<string>;
  /** Edits a message that the customer sent. */
  edits(message: string, body: string): Promise<string>;
  /** Deletes a message that the customer sent. */
  deletes(message: string): Promise<string>;
  /** Reads a message, or all delivered ones. */
  reads(message?: string): Promise<void>;
  /** Calls. Returns the id of the call. */
  calls(): Promise<string>;
  /** Accepts a ringing call of the business. Returns the id of the call. */
  acceptsCall(call?: string): Promise<string>;
  /** Rejects a ringing call of the business. Returns the id of the call. */
  rejectsCall(call?: string): Promise<string>;
  /** Ends a call, by default the last one. Returns the id of the call. */
  endsCall(call?: string): Promise<string>;
  /** Performs any action of the control API. */
  does(action: Action): Promise<string | null>;
  /** Changes the name, or whether messages reach the customer. */
  set(settings: CustomerSettings): Promise<void>;
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
  /**
   * Returns the environment for another process: that of this process, or another one, with the
   * variables of `env` and without a profile.
   */
  environment(base?: Record<string, string | undefined>): Record<string, string | undefined>;

  /** Returns the accepted messages, in the order of arrival. */
  messages(filter?: { to?: string | undefined }): Promise<Message[]>;
  /**
   * Waits until a message matches, and returns it. Also finds earlier messages.
   * The default timeout is 5000 ms.
   */
  waitForMessage(matches?: (message: Message) => boolean, options?: WaitOptions): Promise<Message>;
  /** Moves a message to a status, with a Meta error code if it is `failed`. */
  setStatus(id: string, status: MessageStatus, code?: number): Promise<void>;
  /** Changes rules; the other rules are unchanged. */
  setPolicy(policy: Policy): Promise<void>;
  /** Fails the next message after it is accepted, with this Meta error code. */
  failNext(
    code: number,
    options?: { times?: number | undefined; to?: string | undefined },
  ): Promise<void>;
  /**
   * Returns a person who answers, from any phone number. The phone number of the business is,
   * by default, the one that wrote last.
   */
  customer(phone: string, options?: { phoneNumberId?: string | undefined }): Customer;
  /** Returns the customers who received or sent a message. */
  customers(): Promise<CustomerState[]>;
  /** Returns the events, in order; `after` is the number of an event. */
  events(filter?: { after?: number | undefined }): Promise<Event[]>;
  /** Delivers your own event, an entry of Meta's webhook. Returns the number of the event. */
  deliver(entry: unknown): Promise<number>;
  /** Delivers an event again, by its number. */
  redeliver(number: number): Promise<void>;
  /** Returns the accounts with their phone numbers. */
  accounts(): Promise<Account[]>;
  /** Makes requests fail. */
  addFault(fault: Fault): Promise<void>;
  /** Removes all faults. */
  clearFaults(): Promise<void>;
  /** Sets and stops the clock; `null` returns to the system clock. */
  setClock(time: Date | null): Promise<void>;
  /** Moves the clock forward. */
  advanceClock(seconds: number): Promise<void>;
  /** Returns the message templates. */
  templates(): Promise<Template[]>;
  /** Sets the state of a template, as Meta does after a review. */
  setTemplateStatus(id: string, status: string): Promise<void>;
  /** Sends a request to the control API. The path is relative to `/_emulator/`. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  control(method: string, path: string, body?: unknown): Promise<any>;
  /** Returns to the initial state. */
  reset(): Promise<void>;
  /** Stops the emulator. Has no effect on an emulator from `connect`. */
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
 * Connects to an emulator that is already running, for example in a container, and waits until it
 * answers. The default timeout is 10000 ms.
 */
export function connect(url: string, options?: WaitOptions): Promise<Emulator>;
