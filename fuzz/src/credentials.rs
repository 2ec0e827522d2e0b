//! Documents with credentials from SSO, STS, containers and instances, through
//! the default chain.
//!
//! The first line names the source. Answers follow, separated by lines `=====`:
//! each a response, `refused`, `interrupted`, or `token`, whose body is the
//! cached token of SSO. The output of credential processes is read like that of
//! containers; no program runs here.

use runtime::{DefaultChain, ProvideCredentials as _};

use crate::budget::Budget;
use crate::failure::fail;
use crate::http_message::{self, Message};
use crate::mutate;
use crate::target::Target;
use crate::transport::{Answer, Scripted, block_on, env};

pub(crate) const TARGET: Target = Target {
    name: "credentials",
    budget: Budget {
        allocations: 20_000,
        allocations_per_byte: 200,
        held: 512 * 1024,
        held_per_byte: 400,
    },
    largest: 4 * 1024,
    run,
    seeds,
    mutate: mutate_answers,
};

const SEPARATOR: &[u8] = b"\n=====\n";

/// A source: its name, its variables, and its configuration file.
type Source = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

/// The secret that requests contain; no error may repeat it.
const SECRET: &str = "se-cret-of-the-request";

const SOURCES: &[Source] = &[
    (
        "sso",
        &[],
        "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\n\
         [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://x/start",
    ),
    (
        "sts",
        &[],
        "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = default\n\
         aws_access_key_id = BASE\naws_secret_access_key = se-cret-of-the-request",
    ),
    (
        "web-identity",
        &[
            ("AWS_WEB_IDENTITY_TOKEN_FILE", "/token"),
            ("AWS_ROLE_ARN", "arn:aws:iam::1:role/r"),
        ],
        "",
    ),
    (
        "container",
        &[
            ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x"),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", SECRET),
        ],
        "",
    ),
    ("instance", &[], ""),
];

/// The file that caches the token of the session `corp`.
const SSO_CACHE: &str = "/h/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

fn run(input: &[u8]) {
    let (source, answers) = http_message::split(input, b"\n");
    let source = std::str::from_utf8(source).unwrap_or_default();
    let Some((name, variables, config)) = http_message::select(SOURCES, source, |source| source.0)
    else {
        return;
    };
    let mut token =
        format!(r#"{{"accessToken": "{SECRET}", "expiresAt": "2126-01-01T00:00:00Z"}}"#)
            .into_bytes();
    // The requests to instances contain no secret of ours.
    let mut is_sent = *name != "instance";
    let mut script = Vec::new();
    for part in http_message::parts(answers, SEPARATOR) {
        let answer = Message::parse(part);
        match answer.word(0) {
            "token" => {
                token = answer.body.to_vec();
                is_sent &= *name != "sso";
            }
            "refused" => script.push(Answer::Refused),
            "interrupted" => script.push(Answer::Interrupted),
            _ => script.push(Answer::Response(answer.response(0))),
        }
    }
    let mut env = env(variables)
        .with_file("/h/.aws/config", *config)
        .with_file("/token", SECRET)
        .with_file(SSO_CACHE, token);
    if *name != "instance" {
        env = env.with_var("AWS_EC2_METADATA_DISABLED", "true");
    }
    let transport = Scripted::default();
    transport.set(script);
    let clock = runtime::testing::ManualClock::new(tests::fixture::now());
    let chain = DefaultChain::new(env)
        .with_transport(transport)
        .with_clock(clock);
    match block_on(chain.provide()) {
        Ok(credentials) => drop(format!("{credentials:?}")),
        Err(error) => {
            let shown = format!("{error} {error:?}");
            if is_sent && shown.contains(SECRET) {
                fail(&format!("the error shows a secret: {shown}"));
            }
        }
    }
}

/// Changes one of the answers.
fn mutate_answers(input: &[u8], random: &mut mutate::Random) -> Vec<u8> {
    let (source, answers) = http_message::split(input, b"\n");
    let mut answers: Vec<Vec<u8>> = http_message::parts(answers, SEPARATOR)
        .into_iter()
        .map(<[u8]>::to_vec)
        .collect();
    let at = random.below(answers.len());
    match answers.get_mut(at) {
        Some(answer) if random.below(8) != 0 => *answer = mutate::message(answer, random),
        _ => return mutate::bytes(input, random),
    }
    [source, b"\n", &answers.join(SEPARATOR)].concat()
}

fn seeds() -> Vec<Vec<u8>> {
    let json = r#"{"Code": "Success", "AccessKeyId": "ASIA", "SecretAccessKey": "key",
        "Token": "token", "Expiration": "2126-01-01T00:00:00Z"}"#;
    let sso = r#"{"roleCredentials": {"accessKeyId": "SSO", "secretAccessKey": "key",
        "sessionToken": "t", "expiration": 4900000000000}}"#;
    let token = r#"{"startUrl": "https://x/start", "region": "eu-west-1", "accessToken": "old",
        "expiresAt": "2015-01-01T00:00:00Z", "clientId": "id", "clientSecret": "client-secret",
        "registrationExpiresAt": "2126-01-01T00:00:00Z", "refreshToken": "refresh"}"#;
    let refreshed = r#"{"accessToken": "new", "expiresIn": 3600, "refreshToken": "next"}"#;
    let xml = |action: &str| {
        format!(
            "<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
             <{action}Result><Credentials><AccessKeyId>ASIA</AccessKeyId>\
             <SecretAccessKey>a&amp;b</SecretAccessKey><SessionToken>t</SessionToken>\
             <Expiration>2126-01-01T00:00:00Z</Expiration></Credentials></{action}Result>\
             </{action}Response>"
        )
    };
    let denied = format!(
        "403\n\n<ErrorResponse><Error><Code>AccessDenied</Code><Message>No &lt;{SECRET}></Message>\
         </Error></ErrorResponse>"
    );
    let scripts = [
        format!("sso\n200\ncontent-type: application/json\n\n{sso}"),
        format!("sso\ntoken\n\n{token}\n=====\n200\n\n{refreshed}\n=====\n200\n\n{sso}"),
        format!("sso\n401\n\n{{\"message\": \"invalid: {SECRET}\"}}"),
        format!(
            "sts\n503\n\nbusy\n=====\ninterrupted\n=====\n200\n\n{}",
            xml("AssumeRole")
        ),
        format!("sts\n{denied}"),
        format!("web-identity\n200\n\n{}", xml("AssumeRoleWithWebIdentity")),
        format!("web-identity\n{denied}"),
        format!("container\n200\n\n{json}"),
        format!("container\n400\n\n{{\"code\": \"x\", \"message\": \"{SECRET}\"}}"),
        format!("instance\n200\n\nsession\n=====\n200\n\nrole\n=====\n200\n\n{json}"),
        "instance\nrefused".to_owned(),
    ];
    scripts.map(String::into_bytes).into()
}
