//! Headers and footers of interactive messages.

use crate::whatsapp::{
    CallToActionUrl, CatalogMessage, DocumentHeader, DocumentReference, FlowMessage, ImageHeader,
    InteractiveFooter, InteractiveHeader, ListMessage, ProductListMessage, ProductMessage,
    ReplyButtons, TextHeader, VideoHeader,
};

use super::media::Media;
use super::outgoing::{Content, Outgoing};

/// Content with a header of any kind.
pub trait Headed: Content {
    fn header(&mut self) -> &mut Option<InteractiveHeader>;
}

/// Content with a footer.
pub trait Footed: Content {
    fn footer(&mut self) -> &mut Option<InteractiveFooter>;
}

macro_rules! members {
    ($trait:ident $member:ident $type:ident: $($content:ident)*) => {$(
        impl $trait for $content {
            fn $member(&mut self) -> &mut Option<$type> {
                &mut self.$member
            }
        }
    )*};
}

members!(Headed header InteractiveHeader: CallToActionUrl FlowMessage ReplyButtons);
members!(Footed footer InteractiveFooter: CallToActionUrl CatalogMessage FlowMessage ListMessage
    ProductListMessage ProductMessage ReplyButtons);

impl<C: Headed> Outgoing<C> {
    /// Sets the text above the body, at most 60 characters.
    pub fn header_text(self, text: impl Into<String>) -> Self {
        self.header(InteractiveHeader::Text(TextHeader::new(text)))
    }

    /// Sets the image above the body.
    pub fn header_image(self, media: impl Into<Media>) -> Self {
        let header = ImageHeader::new(media.into().into_reference());
        self.header(InteractiveHeader::Image(header))
    }

    /// Sets the video above the body.
    pub fn header_video(self, media: impl Into<Media>) -> Self {
        let header = VideoHeader::new(media.into().into_reference());
        self.header(InteractiveHeader::Video(header))
    }

    /// Sets the file above the body, and its name.
    pub fn header_document(self, media: impl Into<Media>, file_name: impl Into<String>) -> Self {
        let mut document = DocumentReference::new().with_filename(file_name);
        (document.id, document.link) = media.into().into_parts();
        self.header(InteractiveHeader::Document(DocumentHeader::new(document)))
    }

    fn header(self, header: InteractiveHeader) -> Self {
        self.edit(|content| *content.header() = Some(header))
    }
}

impl<C: Footed> Outgoing<C> {
    /// Sets the text below the body, at most 60 characters.
    pub fn footer(self, text: impl Into<String>) -> Self {
        let footer = InteractiveFooter::new(text);
        self.edit(|content| *content.footer() = Some(footer))
    }
}
