//! Makes a module for Node.js of a WebAssembly file: `wasm-bindgen-nodejs FILE FOLDER`.

use anyhow::Context as _;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let file = arguments.next().context("name a WebAssembly file")?;
    let folder = arguments.next().context("name a folder for the module")?;
    Bindgen::new().input_path(file).nodejs(true)?.generate(folder)
}
