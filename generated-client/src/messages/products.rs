//! Products of a catalog.

use crate::whatsapp::{
    CatalogAction, CatalogMessage, CatalogParameters, InteractiveBody, ProductItem,
    ProductListAction, ProductListMessage, ProductMessage, ProductReference, ProductSection,
    TextHeader, TextOnlyHeader,
};

use super::outgoing::Outgoing;
use super::recipient::Recipient;

/// A product in a catalog.
///
/// ```
/// use socialmessaging::messages::Product;
///
/// let product = Product::new("+14255550123", "1234567890", "SKU-1").body("Back in stock");
/// assert!(product.validate().is_ok());
/// ```
pub type Product = Outgoing<ProductMessage>;

impl Product {
    /// Creates a message with the product with this retailer id.
    pub fn new(
        to: impl Into<Recipient>,
        catalog_id: impl Into<String>,
        product_retailer_id: impl Into<String>,
    ) -> Self {
        let product = ProductReference::new(catalog_id, product_retailer_id);
        Self::from_content(to, ProductMessage::new(product))
    }

    /// Sets the text below the product, at most 1,024 characters.
    pub fn body(self, body: impl Into<String>) -> Self {
        let body = InteractiveBody::new(body);
        self.edit(|content| content.body = Some(body))
    }
}

/// Up to 30 products of a catalog, in sections.
///
/// ```
/// use socialmessaging::messages::Products;
///
/// let offer = Products::new("+14255550123", "This week", "Three offers", "1234567890")
///     .section("Teas", ["SKU-1", "SKU-2"])
///     .section("Cups", ["SKU-3"]);
/// assert!(offer.validate().is_ok());
/// ```
pub type Products = Outgoing<ProductListMessage>;

impl Products {
    /// Creates a message without products.
    pub fn new(
        to: impl Into<Recipient>,
        header: impl Into<String>,
        body: impl Into<String>,
        catalog_id: impl Into<String>,
    ) -> Self {
        let header = TextOnlyHeader::Text(TextHeader::new(header));
        let action = ProductListAction::new(catalog_id, []);
        let content = ProductListMessage::new(header, InteractiveBody::new(body), action);
        Self::from_content(to, content)
    }

    /// Adds a section with a title of at most 24 characters, and the retailer ids of
    /// its products.
    pub fn section<P: Into<String>>(
        self,
        title: impl Into<String>,
        product_retailer_ids: impl IntoIterator<Item = P>,
    ) -> Self {
        let items = product_retailer_ids.into_iter().map(ProductItem::new);
        let section = ProductSection::new(items).with_title(title);
        self.edit(|content| {
            let action = content.action.get_or_insert_default();
            action.sections.get_or_insert_default().push(section);
        })
    }
}

/// A text message with a button that opens the catalog of the account.
pub type Catalog = Outgoing<CatalogMessage>;

impl Catalog {
    /// Creates a text message with a button.
    pub fn new(to: impl Into<Recipient>, body: impl Into<String>) -> Self {
        let content = CatalogMessage::new(InteractiveBody::new(body), CatalogAction::new());
        Self::from_content(to, content)
    }

    /// Shows the image of this product instead of the first one.
    pub fn thumbnail(self, product_retailer_id: impl Into<String>) -> Self {
        let parameters =
            CatalogParameters::new().with_thumbnail_product_retailer_id(product_retailer_id);
        self.edit(|content| {
            let action = content.action.get_or_insert_default();
            action.parameters = Some(parameters);
        })
    }
}
