//! Makes a module of a WebAssembly file, for Node.js or the web:
//! `wasm-bindgen-modules FILE nodejs|web FOLDER`.

use anyhow::Context as _;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let file = arguments.next().context("name a WebAssembly file")?;
    let host = arguments.next().context("name a host: nodejs or web")?;
    let folder = arguments.next().context("name a folder for the module")?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(file);
    match host.to_str() {
        Some("nodejs") => bindgen.nodejs(true)?,
        // As the program `wasm-bindgen` does.
        Some("web") => bindgen.web(true)?.omit_default_module_path(false),
        _ => anyhow::bail!("{host:?} is not nodejs or web"),
    };
    bindgen.generate(folder)
}
