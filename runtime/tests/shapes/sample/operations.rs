//! Operations and their errors, in the style of generated code.

use std::fmt;

use runtime::codegen::{
    Idempotency, Metadata, Method, Operation, Paginated, Request, Sensitivity, json,
};
use runtime::{ModeledError, OperationError, RequestError, Response, ResponseError, ServiceError};

use super::{
    AddBookInput, AddBookOutput, ListBooksInput, ListBooksOutput, OutOfStockException, SERVICE,
};

// operation/add_book.rs

pub struct AddBook;

impl Operation for AddBook {
    type Input = AddBookInput;
    type Output = AddBookOutput;
    type Error = AddBookError;

    const METADATA: &'static Metadata = &ADD_BOOK;

    fn request(input: &AddBookInput) -> Result<Request, RequestError> {
        let mut request = Request::new(Method::POST, "/v1/books");
        request.expect_blob(&input.cover);
        request.json(input)?;
        Ok(request)
    }

    fn output(response: &Response) -> Result<AddBookOutput, ResponseError> {
        response.json()
    }
}

static ADD_BOOK: Metadata = Metadata {
    name: "AddBook",
    service: &SERVICE,
    idempotency: Idempotency::None,
    sensitivity: Sensitivity::NONE,
};

#[derive(Clone, Debug, PartialEq)]
pub enum AddBookError {
    OutOfStockException(OutOfStockException),
}

impl OperationError for AddBookError {
    const METADATA: Option<&'static Metadata> = Some(&ADD_BOOK);

    fn from_response(code: &str, response: &Response) -> Option<Result<Self, ResponseError>> {
        match code {
            "OutOfStockException" => Some(response.json().map(Self::OutOfStockException)),
            _ => None,
        }
    }
}

impl ServiceError for AddBookError {
    fn modeled(&self) -> &(dyn ModeledError + 'static) {
        match self {
            Self::OutOfStockException(error) => error,
        }
    }
}

impl fmt::Display for AddBookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.modeled(), f)
    }
}

impl std::error::Error for AddBookError {}

// operation/list_books.rs

pub struct ListBooks;

impl Operation for ListBooks {
    type Input = ListBooksInput;
    type Output = ListBooksOutput;
    type Error = AddBookError;

    const METADATA: &'static Metadata = &Metadata {
        name: "ListBooks",
        service: &SERVICE,
        idempotency: Idempotency::Readonly,
        sensitivity: Sensitivity::NONE,
    };

    fn request(input: &ListBooksInput) -> Result<Request, RequestError> {
        let mut request = Request::new(Method::GET, "/v1/books");
        request.query("nextToken", &input.next_token);
        request.query("maxResults", &input.max_results);
        request.query_as::<json::DateTime, _>("since", &input.since);
        Ok(request)
    }

    fn output(response: &Response) -> Result<ListBooksOutput, ResponseError> {
        response.json()
    }
}

impl Paginated for ListBooks {
    type Item = String;

    fn token(input: &ListBooksInput) -> Option<&str> {
        input.next_token.as_deref()
    }

    fn next_token(output: &ListBooksOutput) -> Option<&str> {
        output.next_token.as_deref()
    }

    fn set_token(input: &mut ListBooksInput, token: String) {
        input.next_token = Some(token);
    }

    fn items(output: ListBooksOutput) -> Vec<String> {
        output.books.unwrap_or_default()
    }
}
