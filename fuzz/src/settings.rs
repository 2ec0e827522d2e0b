//! Configuration files: INI with profiles, and the settings in them.
//!
//! The two files are separated by a line `=====`. Programs that a file names are
//! never run: credentials are resolved only without `credential_process`.

use runtime::{DefaultChain, ProvideCredentials as _};
use socialmessaging::Client;

use crate::budget::Budget;
use crate::http_message::split;
use crate::mutate;
use crate::target::Target;
use crate::transport::{Scripted, block_on, env};

pub(crate) const TARGET: Target = Target {
    name: "settings",
    budget: Budget {
        allocations: 12_000,
        allocations_per_byte: 100,
        held: 256 * 1024,
        held_per_byte: 200,
    },
    largest: 4 * 1024,
    run,
    seeds,
    mutate: mutate::bytes,
};

fn run(input: &[u8]) {
    let (config, credentials) = split(input, b"\n=====\n");
    for profile in ["default", "a"] {
        let variables = [
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_PROFILE", profile),
        ];
        let env = env(&variables)
            .with_file("/h/.aws/config", config)
            .with_file("/h/.aws/credentials", credentials);
        block_on(async {
            let builder = Client::builder().env(env.clone());
            let built = builder.transport(Scripted::default()).build_from_env();
            show(built.await);
            if !names_a_program(input) {
                let chain = DefaultChain::new(env).with_transport(Scripted::default());
                show(chain.provide().await);
            }
        });
    }
}

fn names_a_program(input: &[u8]) -> bool {
    let lower = input.to_ascii_lowercase();
    let name = b"credential_process";
    lower.windows(name.len()).any(|window| window == name)
}

fn show<T: std::fmt::Debug, E: std::error::Error>(result: Result<T, E>) {
    match result {
        Ok(value) => drop(format!("{value:?}")),
        Err(error) => drop(format!("{error} {error:?}")),
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let config = "[default]\nregion = eu-west-1 # a comment\nretry_mode=standard\nmax_attempts = 4\n\
        use_fips_endpoint = true\nuse_dualstack_endpoint=false\nendpoint_url = http://localhost:1\n\
        services = local\n\n[profile a]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = b\n\
        external_id = x\nduration_seconds = 900\n\n; another\n[profile \"b\"]\n\
        sso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\n\n[sso-session corp]\n\
        sso_region = eu-west-1\nsso_start_url = https://x/start\n\n[services local]\n\
        socialmessaging =\n  endpoint_url = http://localhost:2\n";
    let credentials = "[default]\naws_access_key_id = AKID\naws_secret_access_key = secret\n\
        aws_session_token = token\n[a]\ncredential_source = Environment\n";
    let web = "[profile a]\nweb_identity_token_file = /t\nrole_arn = arn:aws:iam::1:role/r\n\
        role_session_name = me\nmfa_serial = m\nca_bundle = /none\nsdk_ua_app_id = app\n";
    let program = "[default]\ncredential_process = echo {}\n";
    [config, web, program]
        .map(|config| format!("{config}\n=====\n{credentials}").into_bytes())
        .into()
}
