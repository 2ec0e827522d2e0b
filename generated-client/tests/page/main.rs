//! The page of the emulator, in a browser. Without Chromium and chromedriver, these
//! tests are skipped, which they report on stderr.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod answers;
mod browser;
mod carousels;
mod chats;
mod controls;
mod layout;
mod load;
mod page;
mod picture;
mod presence;
mod source;
mod webdriver;
