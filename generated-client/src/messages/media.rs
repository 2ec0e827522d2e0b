//! Images, videos, files, audio and stickers.

use crate::whatsapp::{
    AudioContent, DocumentContent, ImageContent, MediaReference, StickerContent, VideoContent,
};

use super::outgoing::Outgoing;
use super::recipient::Recipient;

/// A media file: uploaded with `PostWhatsAppMessageMedia`, or at a public URL.
///
/// Text converts into a link if it begins with `http://` or `https://`, and into
/// the id of an uploaded file otherwise.
///
/// ```
/// use socialmessaging::messages::Media;
///
/// assert_eq!(Media::from("https://example.com/a.png"), Media::Link("https://example.com/a.png".into()));
/// assert_eq!(Media::from("1234567890"), Media::Id("1234567890".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Media {
    /// The id of an uploaded file, valid for 30 days and only for the phone
    /// number for which it was uploaded.
    Id(String),
    /// The URL of a file that WhatsApp downloads.
    Link(String),
}

impl From<String> for Media {
    fn from(text: String) -> Self {
        if text.starts_with("https://") || text.starts_with("http://") {
            Self::Link(text)
        } else {
            Self::Id(text)
        }
    }
}

impl From<&str> for Media {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Media {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

/// The id and the link of a media file; one of them is set.
type Parts = (Option<String>, Option<String>);

impl Media {
    pub(super) fn into_parts(self) -> Parts {
        match self {
            Self::Id(id) => (Some(id), None),
            Self::Link(link) => (None, Some(link)),
        }
    }

    pub(super) fn into_reference(self) -> MediaReference {
        let mut reference = MediaReference::new();
        (reference.id, reference.link) = self.into_parts();
        reference
    }
}

macro_rules! media {
    ($($content:ident)*) => {$(
        impl From<Media> for $content {
            fn from(media: Media) -> Self {
                let mut content = Self::new();
                (content.id, content.link) = media.into_parts();
                content
            }
        }
    )*};
}

media!(AudioContent DocumentContent ImageContent StickerContent VideoContent);

/// An image: JPEG or PNG of at most 5 MB.
///
/// ```
/// use socialmessaging::messages::Image;
///
/// let image = Image::new("+14255550123", "https://example.com/plan.png").caption("The plan");
/// assert!(image.validate().is_ok());
/// ```
pub type Image = Outgoing<ImageContent>;

impl Image {
    /// Creates an image.
    pub fn new(to: impl Into<Recipient>, media: impl Into<Media>) -> Self {
        Self::from_content(to, ImageContent::from(media.into()))
    }

    /// Sets the text below the image, at most 1,024 characters.
    pub fn caption(self, caption: impl Into<String>) -> Self {
        let caption = caption.into();
        self.edit(|image| image.caption = Some(caption))
    }
}

/// A video: MP4 or 3GPP of at most 16 MB.
pub type Video = Outgoing<VideoContent>;

impl Video {
    /// Creates a video.
    pub fn new(to: impl Into<Recipient>, media: impl Into<Media>) -> Self {
        Self::from_content(to, VideoContent::from(media.into()))
    }

    /// Sets the text below the video, at most 1,024 characters.
    pub fn caption(self, caption: impl Into<String>) -> Self {
        let caption = caption.into();
        self.edit(|video| video.caption = Some(caption))
    }
}

/// A file, such as a PDF, of at most 100 MB.
///
/// ```
/// use socialmessaging::messages::Document;
///
/// let invoice = Document::new("+14255550123", "1234567890").file_name("invoice.pdf");
/// assert!(invoice.validate().is_ok());
/// ```
pub type Document = Outgoing<DocumentContent>;

impl Document {
    /// Creates a file.
    pub fn new(to: impl Into<Recipient>, media: impl Into<Media>) -> Self {
        Self::from_content(to, DocumentContent::from(media.into()))
    }

    /// Sets the name of the file. Its extension determines the icon.
    pub fn file_name(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.edit(|document| document.filename = Some(name))
    }

    /// Sets the text below the file, at most 1,024 characters.
    pub fn caption(self, caption: impl Into<String>) -> Self {
        let caption = caption.into();
        self.edit(|document| document.caption = Some(caption))
    }
}

/// Audio: AAC, AMR, MP3, MP4 or Opus in OGG, of at most 16 MB.
pub type Audio = Outgoing<AudioContent>;

impl Audio {
    /// Creates an audio file.
    pub fn new(to: impl Into<Recipient>, media: impl Into<Media>) -> Self {
        Self::from_content(to, AudioContent::from(media.into()))
    }

    /// Creates a voice note, which must be Opus in OGG.
    pub fn voice(to: impl Into<Recipient>, media: impl Into<Media>) -> Self {
        Self::new(to, media).edit(|audio| audio.voice = Some(true))
    }
}

/// A sticker: WebP of at most 100 KB, or 500 KB if it is animated.
pub type Sticker = Outgoing<StickerContent>;

impl Sticker {
    /// Creates a sticker.
    pub fn new(to: impl Into<Recipient>, media: impl Into<Media>) -> Self {
        Self::from_content(to, StickerContent::from(media.into()))
    }
}
