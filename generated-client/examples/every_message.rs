//! Prints one JSON object with a message of every kind, by the name of the
//! kind:
//!
//! ```text
//! cargo run -p generated-client --example every_message
//! ```

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::process::ExitCode;

use serde_json::Value;
use socialmessaging::messages::{
    Audio, Buttons, CallPermission, Catalog, ContactRequest, Contacts, Document, Flow, Image,
    LinkButton, List, Location, LocationRequest, Outgoing, Product, Products, Reaction, Recipient,
    Sticker, Template, Text, Video,
};
use socialmessaging::whatsapp::{
    AddressAction, AddressMessage, AddressParameters, AddressValues, BodyParameter, BodyValue,
    CallToActionUrlParameters, CardActionName, CardHeaderParameter, CarouselAction, CarouselCard,
    CarouselMessage, CatalogButton, CatalogButtonAction, CatalogButtonParameter, ContactAddress,
    ContactCard, ContactEmail, ContactName, ContactOrganization, ContactPhone, ContactUrl,
    CurrencyValue, DateTimeValue, HeaderLocation, ImageHeader, InteractiveBody, MediaCard,
    MediaCardAction, MediaCardHeader, MediaReference, Message, MultiProductButton,
    MultiProductButtonAction, MultiProductButtonParameter, MultiProductSection, OfferExpiration,
    OfferParameter, OrderProgress, OrderState, OrderUpdate, OrderUpdateAction, OrderUpdateMessage,
    PinContent, PinType, ProductItem, PromptBody, ReadReceipt, TapTarget, TapTargetParameter,
    TemplateBody, TemplateButton, TemplateButtonContent, TemplateCard, TemplateCardComponent,
    TemplateCardHeader, TemplateCarousel, TemplateComponent, TemplateOffer, TemplateTapTarget,
    TypingIndicator, UrlButton, UrlButtonParameter, VoiceCallAction, VoiceCallMessage,
    VoiceCallParameters,
};
use socialmessaging::{BigDecimal, Validate as _};

const TO: &str = "+14255550123";
const IMAGE: &str = "https://example.com/oak.png";
const MESSAGE_ID: &str = "wamid.HBgLMTQyNTU1NTAxMjM";

fn main() -> ExitCode {
    let printed = every_message().and_then(|all| Ok(writeln!(io::stdout(), "{all:#}")?));
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns all messages in one object.
fn every_message() -> Result<Value, Box<dyn std::error::Error>> {
    let mut all = BTreeMap::new();
    for (name, message) in [simple(), media(), interactive(), rare_interactive()?]
        .into_iter()
        .chain([templates(), template_buttons(), template_components()?])
        .flatten()
    {
        message
            .validate()
            .map_err(|violations| format!("{name}: {violations}"))?;
        all.insert(name, serde_json::to_value(message)?);
    }
    let receipt = ReadReceipt::new(MESSAGE_ID);
    let typing = receipt
        .clone()
        .with_typing_indicator(TypingIndicator::new());
    for (name, receipt) in [("read", receipt), ("read and typing", typing)] {
        receipt.validate()?;
        all.insert(name, serde_json::to_value(receipt)?);
    }
    Ok(serde_json::to_value(all)?)
}

/// Messages with names.
type Named = Vec<(&'static str, Message)>;

fn simple() -> Named {
    let card = ContactCard::new(ContactName::new("Ada Lovelace").with_first_name("Ada"))
        .with_birthday("1815-12-10")
        .with_org(ContactOrganization::new().with_company("Analytical Engines"))
        .with_phones([ContactPhone::new()
            .with_phone("+14255550199")
            .with_type("WORK")
            .with_wa_id("14255550199")])
        .with_emails([ContactEmail::new()
            .with_email("ada@example.com")
            .with_type("WORK")])
        .with_urls([ContactUrl::new()
            .with_url("https://example.com")
            .with_type("WORK")])
        .with_addresses([ContactAddress::new()
            .with_street("Main St")
            .with_city("Bellevue")
            .with_state("WA")
            .with_zip("98004")
            .with_country("United States")
            .with_country_code("us")
            .with_type("WORK")]);
    let place = Location::new(TO, 47.6149, -122.1941)
        .name("Old Bellevue")
        .address("Main St");
    vec![
        (
            "text",
            Text::new(TO, "https://example.com").preview_links().into(),
        ),
        (
            "text to a user",
            Text::new("US.13491208655302741918", "hi").into(),
        ),
        (
            "text to a group",
            Text::new(Recipient::group("Y2FwaV9ncm91cDox"), "hi").into(),
        ),
        (
            "text with a quote and a tag",
            Text::new(TO, "Yes")
                .reply_to(MESSAGE_ID)
                .tag("order-4711")
                .into(),
        ),
        ("location", place.into()),
        (
            "contact",
            Contacts::person(TO, "Ada", "Lovelace", "+14255550199").into(),
        ),
        ("contact with everything", Contacts::new(TO, [card]).into()),
        ("reaction", Reaction::new(TO, MESSAGE_ID, "👍").into()),
        ("removed reaction", Reaction::remove(TO, MESSAGE_ID).into()),
        (
            "pin",
            Outgoing::from_content(
                Recipient::group("Y2FwaV9ncm91cDox"),
                PinContent::new(PinType::Pin, MESSAGE_ID).with_expiration_days(7),
            )
            .into(),
        ),
    ]
}

fn media() -> Named {
    vec![
        ("image", Image::new(TO, IMAGE).caption("An oak").into()),
        ("image by id", Image::new(TO, "1234567890").into()),
        (
            "video",
            Video::new(TO, "1234567890").caption("An oak").into(),
        ),
        (
            "document",
            Document::new(TO, "1234567890")
                .file_name("a.pdf")
                .caption("A")
                .into(),
        ),
        ("audio", Audio::new(TO, "1234567890").into()),
        ("voice", Audio::voice(TO, "1234567890").into()),
        ("sticker", Sticker::new(TO, "1234567890").into()),
    ]
}

fn interactive() -> Named {
    let buttons = || {
        Buttons::new(TO, "Coming?")
            .reply("y", "Yes")
            .reply("n", "No")
    };
    let list = List::new(TO, "Which soup?", "Menu")
        .header_text("Today")
        .section("Soups")
        .row("leek", "Leek")
        .row_with_description("miso", "Miso", "With soy")
        .footer("Until 10 pm");
    let flow = Flow::by_name(TO, "Rate us", "Open", "rating")
        .token("t")
        .draft()
        .screen("ONE", [("table", "12")]);
    vec![
        ("buttons", buttons().footer("Until 10 pm").into()),
        ("buttons with text", buttons().header_text("Tonight").into()),
        (
            "buttons with an image",
            buttons().header_image(IMAGE).into(),
        ),
        (
            "buttons with a video",
            buttons().header_video("1234567890").into(),
        ),
        (
            "buttons with a file",
            buttons().header_document("1234567890", "a.pdf").into(),
        ),
        ("list", list.into()),
        (
            "link button",
            LinkButton::new(TO, "Your order", "Track", "https://example.com").into(),
        ),
        ("Flow by name", flow.into()),
        (
            "Flow by id",
            Flow::by_id(TO, "Rate us", "Open", "1234567890")
                .token("t")
                .ask_endpoint()
                .into(),
        ),
        (
            "product",
            Product::new(TO, "1234567890", "oak").body("A").into(),
        ),
        (
            "products",
            Products::new(TO, "Trees", "All", "1234567890")
                .section("Oaks", ["oak", "red-oak"])
                .into(),
        ),
        ("catalog", Catalog::new(TO, "All").thumbnail("oak").into()),
        (
            "location request",
            LocationRequest::new(TO, "Where?").into(),
        ),
        ("contact request", ContactRequest::new(TO, "Who?").into()),
        (
            "call permission",
            CallPermission::new(TO, "May we call?").into(),
        ),
    ]
}

fn rare_interactive() -> Result<Named, Box<dyn std::error::Error>> {
    let card = |index, url: &str| {
        let action = MediaCardAction::new()
            .with_name(CardActionName::CtaUrl)
            .with_parameters(CallToActionUrlParameters::new("Look", url));
        let image = ImageHeader::new(MediaReference::new().with_link(IMAGE));
        let header = MediaCardHeader::Image(image);
        CarouselCard::Media(MediaCard::new(index, header, action))
    };
    let cards = [
        card(0, "https://example.com/oak"),
        card(1, "https://example.com/pine"),
    ];
    let values = AddressValues::new()
        .with_name("Ada Lovelace")
        .with_phone_number("+915555501234");
    let address = AddressAction::new(AddressParameters::new().with_values(values));
    let voice_call = VoiceCallAction::new()
        .with_parameters(VoiceCallParameters::new().with_display_text("Call us"));
    let order = OrderUpdate::new("order-4711", OrderProgress::new(OrderState::Shipped));
    Ok(vec![
        (
            "carousel",
            Outgoing::from_content(
                TO,
                CarouselMessage::new(InteractiveBody::new("Trees"), CarouselAction::new(cards)),
            )
            .into(),
        ),
        (
            "address",
            Outgoing::from_content(
                "+915555501234",
                AddressMessage::new(PromptBody::new("Where to?"), address),
            )
            .into(),
        ),
        (
            "voice call",
            Outgoing::from_content(
                TO,
                VoiceCallMessage::new(PromptBody::new("Questions?"), voice_call),
            )
            .into(),
        ),
        (
            "order status",
            Outgoing::from_content(
                "+915555501234",
                OrderUpdateMessage::new(
                    InteractiveBody::new("On its way"),
                    OrderUpdateAction::new(order),
                ),
            )
            .into(),
        ),
    ])
}

fn template() -> Template {
    Template::new(TO, "order_ready", "en_US")
}

fn templates() -> Named {
    let typed = TemplateBody::new().with_parameters([
        BodyParameter::new(BodyValue::Currency(CurrencyValue::new(
            "$1.50", "USD", 1500,
        ))),
        BodyParameter::new(BodyValue::DateTime(DateTimeValue::new("May 1, 2026"))),
    ]);
    vec![
        ("template", template().into()),
        (
            "template with text",
            template().header_text("Ada").body(["Ada", "#4711"]).into(),
        ),
        (
            "template with names",
            template().named_body([("name", "Ada")]).into(),
        ),
        (
            "template with currency and time",
            template().component(TemplateComponent::Body(typed)).into(),
        ),
        (
            "template with an image",
            template().header_image(IMAGE).into(),
        ),
        (
            "template with a video",
            template().header_video("1234567890").into(),
        ),
        (
            "template with a file",
            template().header_document("1234567890", "a.pdf").into(),
        ),
    ]
}

fn template_buttons() -> Named {
    let catalog = CatalogButton::new().with_parameters([CatalogButtonParameter::Action(
        CatalogButtonAction::new("oak"),
    )]);
    let sections = [MultiProductSection::new("Oaks", [ProductItem::new("oak")])];
    let products = MultiProductButton::new([MultiProductButtonParameter::Action(
        MultiProductButtonAction::new("oak", sections),
    )]);
    vec![
        (
            "template with a URL",
            template().url_button(0, "4711").into(),
        ),
        (
            "template with a quick reply",
            template().quick_reply(0, "later").into(),
        ),
        (
            "template with a code",
            template().copy_code(0, "SAVE10").into(),
        ),
        (
            "template with a Flow",
            template().flow_button(0, "t").into(),
        ),
        (
            "template with a catalog",
            template()
                .button(0, TemplateButtonContent::Catalog(catalog))
                .into(),
        ),
        (
            "template with products",
            template()
                .button(0, TemplateButtonContent::Mpm(products))
                .into(),
        ),
    ]
}

fn template_components() -> Result<Named, Box<dyn std::error::Error>> {
    let place = HeaderLocation::new(
        "47.6149".parse::<BigDecimal>()?,
        "-122.1941".parse::<BigDecimal>()?,
    )
    .with_name("Old Bellevue")
    .with_address("Main St");
    let card = |index, name: &str| {
        let image = CardHeaderParameter::Image(MediaReference::new().with_id("1234567890"));
        let url = UrlButton::new([UrlButtonParameter::Text(name.to_owned())]);
        let button = TemplateButton::new(TemplateButtonContent::Url(url)).with_index(0);
        let header = TemplateCardHeader::new([image]);
        let components = [
            TemplateCardComponent::Header(header),
            TemplateCardComponent::Button(button),
        ];
        TemplateCard::new(index, components)
    };
    let carousel = TemplateCarousel::new([card(0, "oak"), card(1, "pine")]);
    let expiration = OfferParameter::LimitedTimeOffer(OfferExpiration::new(1_796_256_000_000));
    let target = TapTarget::new("https://example.com", "Look");
    let target = TapTargetParameter::TapTargetConfiguration(vec![target]);
    Ok(vec![
        (
            "template with a place",
            template().header_location(place).into(),
        ),
        (
            "template with a carousel",
            template()
                .component(TemplateComponent::Carousel(carousel))
                .into(),
        ),
        (
            "template with an offer",
            template()
                .component(TemplateComponent::LimitedTimeOffer(TemplateOffer::new([
                    expiration,
                ])))
                .copy_code(0, "SAVE10")
                .into(),
        ),
        (
            "template with a tap target",
            template()
                .component(TemplateComponent::TapTargetConfiguration(
                    TemplateTapTarget::new([target]),
                ))
                .into(),
        ),
    ])
}
