// The JSON that the classes of whatsapp-api-js describe.
//
// Its classes have members for its own use, which are not written, and some that TypeScript
// cannot see from outside. `Wire` removes the first; the types below add the others. Each
// place where our messages are right to differ is a `Differs`, with the reason.

import type * as lib from "whatsapp-api-js/messages";
import type { ClientMessageNames, ClientMessageRequest } from "whatsapp-api-js/types";

/** Members that the library does not write. */
type Internal = "_type" | "_many" | "_build" | "toJSON";

type Wire<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly unknown[]
      ? { [I in keyof T]: Wire<T[I]> }
      : { [K in keyof T as K extends Internal ? never : K]: Wire<T[K]> };

/** A type of the library, with our members instead of its own. */
type Differs<T, Ours> = Omit<T, keyof Ours> & Ours;

/** Meta's reference has coordinates as strings; its samples have both forms. */
type Coordinates = { latitude: number | `${number}`; longitude: number | `${number}` };

type Location = Differs<Wire<lib.Location>, Coordinates>;

/** Only the library requires `policy`; `deterministic` is Meta's default and only value. */
type Language = Differs<Wire<lib.Language>, { policy?: "deterministic" }>;

/** `index` is a protected member. Meta's samples have numbers and strings. */
type Position = { index: number | `${number}` };

/** Meta requires the data of a Flow only for Flows that begin with data. */
type ButtonParameter = Differs<
  Wire<lib.ButtonComponent["parameters"][0]>,
  {
    action?:
      | { thumbnail_product_retailer_id: string; sections?: Wire<lib.ProductSection>[] }
      | { flow_token: string; flow_action_data?: unknown };
  }
>;

type Button = Differs<Wire<lib.ButtonComponent>, Position & { parameters: [ButtonParameter] }>;

type HeaderParameter = Differs<Wire<lib.HeaderParameter>, { location?: Location }>;

type Header = Differs<Wire<lib.HeaderComponent>, { parameters: HeaderParameter[] }>;

type Body = Wire<lib.BodyComponent>;

/** `card_index` is a protected member. */
type Card = { card_index: number; components: (Header | Body | Button)[] };

type Carousel = Differs<Wire<lib.CarouselComponent>, { cards: Card[] }>;

/** Meta documents a list of one; the library writes its object. */
type TapTarget = {
  type: lib.TapTargetComponent["type"];
  parameters: [
    {
      type: "tap_target_configuration";
      tap_target_configuration: [
        lib.TapTargetComponent["parameters"][0]["tap_target_configuration"],
      ];
    },
  ];
};

type Component = Header | Body | Button | Carousel | Wire<lib.LTOComponent> | TapTarget;

type Template = Differs<Wire<lib.Template>, { language: Language; components?: Component[] }>;

/** An interactive message with this action, and the parts that its constructor takes. */
type WithAction<Action extends { _type: string }, Parts> = {
  type: Action["_type"];
  action: Wire<Action>;
} & Parts;

type Text = { body: Wire<lib.Body> };
type Footer = { footer?: Wire<lib.Footer> };
type AnyHeader = { header?: Wire<lib.Header> };

type Interactive =
  | WithAction<lib.ActionButtons, AnyHeader & Text & Footer>
  | WithAction<lib.ActionList, AnyHeader & Text & Footer>
  | WithAction<lib.ActionCatalog, Text & Footer>
  | WithAction<lib.ActionProduct, Partial<Text> & Footer>
  | WithAction<lib.ActionProductList, Required<AnyHeader> & Text & Footer>
  | WithAction<lib.ActionCTA, AnyHeader & Text & Footer>
  | WithAction<lib.ActionFlow, AnyHeader & Text & Footer>
  | WithAction<lib.ActionLocation, Text>
  | WithAction<lib.ActionCallPermission, Text>
  | WithAction<lib.ActionContactRequest, Text>;

/** The contents by kind. The library writes contacts as the list itself. */
type Contents = {
  text: Wire<lib.Text>;
  audio: Wire<lib.Audio>;
  document: Wire<lib.Document>;
  image: Wire<lib.Image>;
  sticker: Wire<lib.Sticker>;
  video: Wire<lib.Video>;
  location: Location;
  contacts: Wire<lib.BuiltContact[]>;
  interactive: Interactive;
  template: Template;
  reaction: Wire<lib.Reaction>;
};

type Common = Pick<
  ClientMessageRequest,
  | "messaging_product"
  | "to"
  | "recipient"
  | "recipient_type"
  | "context"
  | "biz_opaque_callback_data"
  | "recipient_identity_key_hash"
>;

/** A message as it is sent. */
export type Message = {
  [Name in ClientMessageNames]: Common & { type: Name } & { [Key in Name]: Contents[Name] };
}[ClientMessageNames];
