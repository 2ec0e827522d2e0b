//! The default credentials chain: the order of its sources, their requests and
//! their errors.

mod guide;
mod machine;

use runtime::testing::{Answer, ManualClock, Replay};
use runtime::{DefaultChain, Env, ProvideCredentials, Region};

use crate::support::env;

async fn resolve(env: &Env, replay: &Replay) -> Result<String, String> {
    resolve_with(DefaultChain::new(env.clone()), replay).await
}

/// Returns the resolved credentials as `key/secret/token`, or the error, which
/// must not contain a secret.
async fn resolve_with(chain: DefaultChain, replay: &Replay) -> Result<String, String> {
    let chain = chain
        .with_transport(replay.clone())
        .with_clock(ManualClock::default());
    match chain.provide().await {
        Ok(resolved) => {
            let (id, secret) = (resolved.access_key_id(), resolved.secret_access_key());
            Ok(format!(
                "{id}/{secret}/{}",
                resolved.session_token().unwrap_or("-")
            ))
        }
        Err(error) => {
            let shown = format!("{error} {error:?}");
            for secret in ["se-cret", "XUtnFEMI", "CYEXAMPLE"] {
                assert!(!shown.contains(secret), "{shown}");
            }
            // The separators of Windows.
            Err(error.to_string().replace('\\', "/"))
        }
    }
}

fn no_network() -> Replay {
    Replay::new([])
}

const CONFIG: &str = "/h/.aws/config";
const CREDENTIALS: &str = "/h/.aws/credentials";
const ENVIRONMENT: &str = "AWS_ACCESS_KEY_ID=ENV AWS_SECRET_ACCESS_KEY=s";

#[tokio::test]
async fn tries_sources_in_order() {
    let files = |env: Env| {
        env.with_file(CONFIG, "[profile a]\naws_access_key_id = CONFIG\naws_secret_access_key = s\n[profile empty]\nregion = us-east-1")
            .with_file(CREDENTIALS, "[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = s\naws_session_token = t")
    };
    #[rustfmt::skip]
    let cases = [
        (ENVIRONMENT, None, "ENV/s/-"),
        ("AWS_ACCESS_KEY_ID=ENV AWS_SECRET_ACCESS_KEY=s AWS_SESSION_TOKEN=t", None, "ENV/s/t"),
        ("", None, "DEFAULT/s/t"),
        ("AWS_PROFILE=a", None, "CONFIG/s/-"),
        ("AWS_ACCESS_KEY_ID=ENV AWS_SECRET_ACCESS_KEY=s AWS_PROFILE=a", None, "ENV/s/-"),
        (ENVIRONMENT, Some("a"), "CONFIG/s/-"),
        ("AWS_PROFILE=a", Some("default"), "DEFAULT/s/t"),
        (ENVIRONMENT, Some("empty"), "ENV/s/-"),
    ];
    for (vars, profile, expected) in cases {
        let mut chain = DefaultChain::new(files(env(vars)));
        if let Some(profile) = profile {
            chain = chain.with_profile(profile);
        }
        assert_eq!(
            resolve_with(chain, &no_network()).await.as_deref(),
            Ok(expected),
            "{vars}"
        );
    }
}

#[tokio::test]
async fn lists_tried_sources_when_none_is_configured() {
    let error = resolve(&env(""), &no_network()).await.expect_err("nothing");
    assert_eq!(
        error,
        "no credential source is configured (\
         environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; \
         profile `default`: not in /h/.aws/config or /h/.aws/credentials; \
         web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set; \
         container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and \
         AWS_CONTAINER_CREDENTIALS_FULL_URI are not set; \
         instance: disabled by AWS_EC2_METADATA_DISABLED); \
         set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws configure` or `aws configure sso`"
    );
}

#[tokio::test]
async fn stops_at_a_misconfigured_source() {
    let container = "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1/x";
    #[rustfmt::skip]
    let cases = [
        ("", "[default]\naws_access_key_id = A", "profile `default`: has aws_access_key_id, but not aws_secret_access_key"),
        ("", "[default]\naws_secret_access_key = se-cret", "profile `default`: has aws_secret_access_key, but not aws_access_key_id"),
        ("", "[default]\nrole_arn = arn:aws:iam::1:role/r", "neither source_profile nor credential_source; add one of them"),
        ("", "[default]\nrole_arn = r\nsource_profile = a\ncredential_source = Environment", "both source_profile and credential_source"),
        ("", "[default]\nrole_arn = r\nsource_profile = nobody", "its source_profile `nobody` does not exist"),
        ("", "[default]\nrole_arn = r\nsource_profile = default", "is its own source_profile, but has no keys"),
        ("", "[default]\nrole_arn = r\ncredential_source = Moon", "invalid credential_source: `Moon`; expected Environment"),
        ("", "[default]\nrole_arn = r\nsource_profile = a\n[profile a]\nrole_arn = r\nsource_profile = default", "its source_profile `default` is part of a cycle"),
        ("", "[default]\nrole_arn = r\nsource_profile = a\nmfa_serial = m\n[profile a]\naws_access_key_id = A\naws_secret_access_key = s", "needs multi-factor authentication (mfa_serial)"),
        ("", "[default]\nsso_session = s\nsso_account_id = 1", "its sso_session `s` does not exist"),
        ("", "[default]\nsso_session = s\nsso_role_name = r\n[sso-session s]\nsso_region = us-east-1", "has no sso_account_id, which SSO requires"),
        ("", "[default]\nsso_start_url = https://x/\nsso_region = ../evil", "invalid region: `../evil`"),
        ("AWS_PROFILE=nobody", "", "profile `nobody` not found"),
        ("", "[default]\nregion", "/h/.aws/config, line 2"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE=/t", "", "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE=/t AWS_ROLE_ARN=r", "", "web identity: cannot read the web identity token file /t: "),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI=http://example.com/", "", "must begin with https"),
        (container, "", "container: 127.0.0.1: requests cannot be sent: the script has no more answers"),
    ];
    for (vars, config, expected) in cases {
        let env = env(vars).with_file(CONFIG, config);
        let error = resolve(&env, &no_network()).await.expect_err(config);
        assert!(error.contains(expected), "{config}\n{error}");
        assert!(!error.contains("instance:"), "the chain continued: {error}");
    }
}

const FAR_FUTURE: &str = "2126-01-01T00:00:00Z";

fn sts(action: &str) -> Answer {
    Answer::response(
        200,
        format!(
            "<{action}Response><{action}Result><Credentials>\
             <AccessKeyId>ASIAROLEROLEROLEROLE</AccessKeyId>\
             <SecretAccessKey>role-key</SecretAccessKey><SessionToken>role-token</SessionToken>\
             <Expiration>{FAR_FUTURE}</Expiration></Credentials></{action}Result></{action}Response>"
        ),
    )
}

const ROLE: &str = "ASIAROLEROLEROLEROLE/role-key/role-token";

#[tokio::test]
async fn assumes_a_role_with_web_identity() {
    let vars = "AWS_WEB_IDENTITY_TOKEN_FILE=/token AWS_ROLE_ARN=arn:aws:iam::1:role/r \
                AWS_ROLE_SESSION_NAME=me";
    let env = env(vars).with_file("/token", "se-cret-token\n");
    for (region, host) in [
        (None, "sts.amazonaws.com"),
        (Some("eu-west-1"), "sts.eu-west-1.amazonaws.com"),
        (Some("cn-north-1"), "sts.cn-north-1.amazonaws.com.cn"),
    ] {
        let replay = Replay::new([sts("AssumeRoleWithWebIdentity")]);
        let mut chain = DefaultChain::new(env.clone());
        if let Some(region) = region {
            chain = chain.with_region(Region::new(region).expect("a region"));
        }
        assert_eq!(resolve_with(chain, &replay).await.as_deref(), Ok(ROLE));
        let request = replay.request();
        assert_eq!(request.uri.host(), Some(host));
        let body = request.text();
        for part in [
            "Action=AssumeRoleWithWebIdentity",
            "WebIdentityToken=se-cret-token",
            "RoleSessionName=me",
        ] {
            assert!(body.contains(part), "{body}");
        }
        assert_eq!(request.header("authorization"), None);
    }
}

#[tokio::test]
async fn assumes_a_role_with_a_source_profile() {
    let config = "[profile app]\nrole_arn = arn:aws:iam::123456789012:role/app\n\
                  source_profile = base\nregion = eu-west-1\nexternal_id = ex\n\
                  role_session_name = me\nduration_seconds = 900";
    let env = env("AWS_PROFILE=app").with_file(CONFIG, config).with_file(
        CREDENTIALS,
        "[base]\naws_access_key_id = BASE\naws_secret_access_key = se-cret",
    );
    let replay = Replay::new([sts("AssumeRole")]);
    assert_eq!(resolve(&env, &replay).await.as_deref(), Ok(ROLE));
    let request = replay.request();
    assert_eq!(request.uri.host(), Some("sts.eu-west-1.amazonaws.com"));
    let form = request.text();
    for part in [
        "Action=AssumeRole&",
        "RoleSessionName=me",
        "ExternalId=ex",
        "DurationSeconds=900",
    ] {
        assert!(form.contains(part), "{form}");
    }
    let authorization = request.header("authorization").expect("signed");
    let scope = "Credential=BASE/20150830/eu-west-1/sts/aws4_request";
    assert!(authorization.contains(scope), "{authorization}");
}

#[tokio::test]
async fn chains_assumed_roles() {
    let config = "[default]\nrole_arn = arn:aws:iam::123456789012:role/two\nsource_profile = one\n\
                  [profile one]\nrole_arn = arn:aws:iam::123456789012:role/one\n\
                  credential_source = Environment";
    // Naming the profile keeps the environment from winning.
    let env = env(ENVIRONMENT).with_file(CONFIG, config);
    let replay = Replay::new([sts("AssumeRole"), sts("AssumeRole")]);
    let chain = DefaultChain::new(env).with_profile("default");
    assert_eq!(resolve_with(chain, &replay).await.as_deref(), Ok(ROLE));
    let requests = replay.requests();
    let keys: Vec<_> = requests
        .iter()
        .map(|r| r.header("authorization").expect("signed"))
        .collect();
    assert!(keys[0].contains("Credential=ENV/"), "{keys:?}");
    assert!(
        keys[1].contains("Credential=ASIAROLEROLEROLEROLE/"),
        "{keys:?}"
    );
    assert_eq!(
        requests[1].header("x-amz-security-token"),
        Some("role-token")
    );
}

#[tokio::test(start_paused = true)]
async fn reports_sts_errors() {
    let config = "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = default\n\
                  aws_access_key_id = BASE\naws_secret_access_key = se-cret";
    let denied = "<ErrorResponse><Error><Code>AccessDenied</Code>\
                  <Message>User arn:aws:iam::1:user/u is not authorized</Message></Error></ErrorResponse>";
    for (answer, tries, expected) in [
        (
            Answer::response(403, denied),
            1,
            "sts.amazonaws.com responded with status 403: AccessDenied: User arn:aws:iam::1:user/u \
             is not authorized",
        ),
        (
            Answer::response(502, "<html>se-cret"),
            3,
            "sts.amazonaws.com responded with status 502",
        ),
        (
            Answer::response(200, "<html>se-cret"),
            1,
            "the response of AWS STS has no valid Credentials",
        ),
        (
            Answer::interrupted(),
            3,
            "sts.amazonaws.com: the connection broke",
        ),
        (
            Answer::connect_error(),
            1,
            "sts.amazonaws.com: the connection could not be established",
        ),
    ] {
        let env = env("").with_file(CONFIG, config);
        let replay = Replay::always(answer);
        let error = resolve(&env, &replay).await.expect_err("refused");
        assert!(error.contains(expected), "{error}");
        assert_eq!(replay.requests().len(), tries, "{error}");
    }
}

/// AWS's tools name the file after the SHA-1 of the session's name.
const SSO_CACHE_FILE: &str = "/h/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

fn sso_token(expires: &str) -> String {
    format!(r#"{{"accessToken": "se-cret-token", "expiresAt": "{expires}"}}"#)
}

fn sso_config() -> &'static str {
    "[default]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Dev\n\
     [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start"
}

#[tokio::test]
async fn sso_uses_the_cached_token() {
    let env = env("")
        .with_file(CONFIG, sso_config())
        .with_file(SSO_CACHE_FILE, sso_token(FAR_FUTURE));
    let answer = r#"{"roleCredentials": {"accessKeyId": "SSO", "secretAccessKey": "key",
                     "sessionToken": "t", "expiration": 4900000000000}}"#;
    let replay = Replay::new([Answer::json(200, answer)]);
    assert_eq!(resolve(&env, &replay).await.as_deref(), Ok("SSO/key/t"));
    let request = replay.request();
    assert_eq!(
        request.uri,
        "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials\
         ?role_name=Dev&account_id=123456789012"
    );
    assert_eq!(
        request.header("x-amz-sso_bearer_token"),
        Some("se-cret-token")
    );
}

#[tokio::test]
async fn sso_uses_the_partition_of_its_region() {
    let config = sso_config().replace("eu-west-1", "cn-north-1");
    let env = env("")
        .with_file(CONFIG, config)
        .with_file(SSO_CACHE_FILE, sso_token(FAR_FUTURE));
    let replay = Replay::always(Answer::json(200, r#"{"roleCredentials": null}"#));
    let error = resolve(&env, &replay).await.expect_err("no credentials");
    assert!(
        error.contains("IAM Identity Center has no credentials"),
        "{error}"
    );
    assert_eq!(
        replay.request().uri.host(),
        Some("portal.sso.cn-north-1.amazonaws.com.cn")
    );
}

#[tokio::test]
async fn sso_errors_suggest_a_login() {
    let config = sso_config();
    let log_in = "log in with `aws sso login --profile default`";
    let expired = sso_token("2015-01-01T00:00:00Z");
    for (token, answer, expected) in [
        (None, None, "SSO"),
        (Some(expired.as_str()), None, "SSO"),
        (
            Some("{\"accessToken\": \"se-cret"),
            None,
            "has no valid JSON object",
        ),
        (
            Some(&*sso_token(FAR_FUTURE)),
            Some(Answer::json(
                401,
                r#"{"message": "invalid: se-cret-token"}"#,
            )),
            "portal.sso.eu-west-1.amazonaws.com responded with status 401: invalid: ** redacted **",
        ),
    ] {
        let mut env = env("").with_file(CONFIG, config);
        if let Some(token) = token {
            env = env.with_file(SSO_CACHE_FILE, token);
        }
        let error = resolve(&env, &Replay::new(answer))
            .await
            .expect_err("no token");
        assert!(
            error.contains(expected) && error.contains(log_in),
            "{error}"
        );
    }
}
