// Messages that whatsapp-api-js builds, as it sends them.

const TO = "+14255550123";

/** Messages by name. */
function messages(lib) {
  const template = (...components) => new lib.Template("order_ready", "en_US", ...components);
  const interactive = (action, ...parts) => new lib.Interactive(action, ...parts);
  const body = new lib.Body("Hello");
  const footer = new lib.Footer("Until 10 pm");
  const header = new lib.Header("Today");
  const product = new lib.Product("oak");
  const oaks = () => new lib.ProductSection("Oaks", product, new lib.Product("red-oak"));
  const image = new lib.Image("https://example.com/oak.png");
  const card = (name) => new lib.CarouselCard(image, new lib.URLComponent(name));
  return {
    text: new lib.Text("https://example.com", true),
    image: new lib.Image("https://example.com/oak.png", false, "A"),
    video: new lib.Video("1234567890", true, "A"),
    document: new lib.Document("1234567890", true, "A", "a.pdf"),
    audio: new lib.Audio("1234567890", true),
    voice: new lib.Audio("1234567890", true, true),
    sticker: new lib.Sticker("1234567890", true),
    location: new lib.Location(-122.1941, 47.6149, "Old Bellevue", "Main St"),
    contact: new lib.Contacts([
      new lib.Name("Ada Lovelace", "Ada", "Lovelace"),
      new lib.Phone("+14255550199", "WORK", "14255550199"),
      new lib.Email("ada@example.com", "WORK"),
      new lib.Url("https://example.com", "WORK"),
      new lib.Organization("Analytical Engines"),
      new lib.Birthday("1815", "12", "10"),
      new lib.Address("United States", "US", "WA", "Bellevue", "Main St", "98004", "WORK"),
    ]),
    reaction: new lib.Reaction("wamid.X", "👍"),
    "removed reaction": new lib.Reaction("wamid.X"),
    buttons: interactive(
      new lib.ActionButtons(new lib.Button("y", "Yes"), new lib.Button("n", "No")),
      body,
      new lib.Header(image),
      footer,
    ),
    list: interactive(
      new lib.ActionList("Menu", new lib.ListSection("Soups", new lib.Row("miso", "Miso", "Soy"))),
      body,
      header,
      footer,
    ),
    "link button": interactive(new lib.ActionCTA("Track", "https://example.com"), body),
    "Flow that navigates": interactive(
      new lib.ActionNavigateFlow("t", "1234567890", "Open", "ONE", { table: "12" }, "draft"),
      body,
    ),
    "Flow that asks": interactive(new lib.ActionDataExchangeFlow("t", "1234567890", "Open"), body),
    product: interactive(new lib.ActionProduct(new lib.CatalogProduct("oak", "1234567890")), body),
    products: interactive(new lib.ActionProductList("1234567890", oaks()), body, header),
    catalog: interactive(new lib.ActionCatalog(product), body),
    "location request": interactive(new lib.ActionLocation(), body),
    "contact request": interactive(new lib.ActionContactRequest(), body),
    "call permission": interactive(new lib.ActionCallPermission(), body),
    template: template(),
    "template with text": template(
      new lib.HeaderComponent(new lib.HeaderParameter("Ada")),
      new lib.BodyComponent(new lib.BodyParameter("Ada"), new lib.BodyParameter("#4711")),
    ),
    "template with names": template(new lib.BodyComponent(new lib.BodyParameter("Ada", "name"))),
    "template with currency and time": template(
      new lib.BodyComponent(
        new lib.BodyParameter(new lib.Currency(1500, "USD", "$1.50")),
        new lib.BodyParameter(new lib.DateTime("May 1, 2026")),
      ),
    ),
    "template with an image": template(new lib.HeaderComponent(new lib.HeaderParameter(image))),
    "template with a place": template(
      new lib.HeaderComponent(
        new lib.HeaderParameter(new lib.Location(-122.1941, 47.6149, "Old Bellevue", "Main St")),
      ),
    ),
    "template with a password": lib.Template.OTP("code", "en_US", "123456"),
    "template with buttons": template(
      new lib.PayloadComponent("later"),
      new lib.URLComponent("4711"),
      new lib.CopyComponent("SAVE10"),
      new lib.FlowComponent("t", { table: "12" }),
    ),
    "template with a catalog": template(new lib.CatalogComponent(product)),
    "template with products": template(new lib.MPMComponent(product, oaks())),
    "template with a carousel": template(new lib.CarouselComponent(card("oak"), card("pine"))),
    "template with an offer": template(
      new lib.LTOComponent(1796256000000),
      new lib.CopyComponent("SAVE10"),
    ),
  };
}

/** The library writes contacts as a string with JSON; Meta documents the list itself. */
function contactsAsList(body) {
  const message = JSON.parse(body);
  message.contacts = JSON.parse(message.contacts);
  return JSON.stringify(message);
}

/** Returns names and bodies of requests. */
export async function build(Api, lib) {
  const bodies = [];
  let name;
  const fetch = async (_, request) => {
    const body = name === "contact" ? contactsAsList(request.body) : request.body;
    bodies.push([name, body]);
    return { ok: true, status: 200, json: async () => ({}), text: async () => "{}" };
  };
  const ponyfill = { fetch, subtle: {} };
  const api = new Api({ token: "t", secure: false, v: "v24.0", ponyfill });
  for (const [kind, message] of Object.entries(messages(lib))) {
    name = kind;
    await api.sendMessage("1", TO, message);
  }
  name = "text to a user";
  await api.sendMessage("1", { bsuid: "US.13491208655302741918" }, new lib.Text("hi"));
  name = "text to a group";
  await api.sendMessage("1", { group: "Y2FwaV9ncm91cDox" }, new lib.Text("hi"));
  name = "text with a quote and a tag";
  await api.sendMessage("1", TO, new lib.Text("hi"), "wamid.X", "order-4711");
  name = "read";
  await api.markAsRead("1", "wamid.X");
  name = "read and typing";
  await api.markAsRead("1", "wamid.X", "text");
  return bodies;
}
