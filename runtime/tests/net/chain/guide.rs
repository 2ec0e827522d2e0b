//! Rules of the AWS SDKs and Tools Reference Guide about credential sources.

use runtime::testing::{Answer, Replay};

use super::{
    CONFIG, CREDENTIALS, FAR_FUTURE, ROLE, SSO_CACHE_FILE, no_network, resolve, sso_config, sts,
};
use crate::support::{env, instance_env};

#[tokio::test]
async fn a_role_chain_ends_at_static_keys() {
    let config = "[profile a]\nrole_arn = arn:aws:iam::1:role/A\nsource_profile = b\n\
                  [profile b]\nrole_arn = arn:aws:iam::1:role/B\nsource_profile = c\n\
                  aws_access_key_id = BKEY\naws_secret_access_key = s";
    let replay = Replay::new([sts("AssumeRole")]);
    let env = env("AWS_PROFILE=a").with_file(CONFIG, config);
    assert_eq!(resolve(&env, &replay).await.as_deref(), Ok(ROLE));
    let request = replay.request();
    let authorization = request.header("authorization").expect("signed");
    assert!(
        authorization.contains("Credential=BKEY/"),
        "{authorization}"
    );
}

#[tokio::test(start_paused = true)]
async fn retries_temporary_errors_of_sts() {
    let error = |code: &str| {
        let body = format!("<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>");
        Answer::response(400, body)
    };
    let vars = "AWS_WEB_IDENTITY_TOKEN_FILE=/t AWS_ROLE_ARN=arn:aws:iam::1:role/W";
    for (code, attempts) in [
        ("IDPCommunicationError", 2),
        ("InvalidIdentityToken", 2),
        ("Throttling", 2),
        ("AccessDenied", 1),
        ("ExpiredTokenException", 1),
    ] {
        let replay = Replay::new([error(code), sts("AssumeRoleWithWebIdentity")]);
        let resolved = resolve(&env(vars).with_file("/t", "jwt"), &replay).await;
        assert_eq!(resolved.is_ok(), attempts == 2, "{code}: {resolved:?}");
        assert_eq!(replay.requests().len(), attempts, "{code}");
    }
}

#[tokio::test]
async fn accepts_utc_in_token_files() {
    for (expiry, valid) in [
        ("2126-06-17T10:02:08UTC", true),
        ("2126-06-17T10:02:08Z", true),
        ("2126-06-17T10:02:08-08:00", true),
        ("2010-06-17T10:02:08UTC", false),
        ("tomorrow", false),
    ] {
        let token = format!(r#"{{"accessToken": "at", "expiresAt": "{expiry}"}}"#);
        let env = env("")
            .with_file(CONFIG, sso_config())
            .with_file(SSO_CACHE_FILE, token);
        let replay = Replay::new([sso_credentials()]);
        assert_eq!(resolve(&env, &replay).await.is_ok(), valid, "{expiry}");
    }
}

fn sso_credentials() -> Answer {
    let body = r#"{"roleCredentials": {"accessKeyId": "SSO", "secretAccessKey": "key",
                   "sessionToken": "t", "expiration": 4900000000000}}"#;
    Answer::json(200, body)
}

/// A token file with a refresh token.
fn refreshable(expiry: &str, registration_expiry: &str) -> String {
    format!(
        r#"{{"accessToken": "old", "expiresAt": "{expiry}", "refreshToken": "se-cret-refresh",
             "clientId": "id", "clientSecret": "se-cret-client",
             "registrationExpiresAt": "{registration_expiry}"}}"#
    )
}

#[tokio::test]
async fn refreshes_expired_sso_tokens() {
    // The clock of the tests is in August 2015.
    let expired = refreshable("2015-01-01T00:00:00Z", FAR_FUTURE);
    let env = env("")
        .with_file(CONFIG, sso_config())
        .with_file(SSO_CACHE_FILE, expired);
    let refreshed = Answer::json(200, r#"{"accessToken": "new", "expiresIn": 3600}"#);
    let replay = Replay::new([refreshed, sso_credentials()]);
    assert_eq!(resolve(&env, &replay).await.as_deref(), Ok("SSO/key/t"));
    let requests = replay.requests();
    assert_eq!(
        requests[0].uri,
        "https://oidc.eu-west-1.amazonaws.com/token"
    );
    let body: serde_json::Value = serde_json::from_str(&requests[0].text()).expect("JSON");
    assert_eq!(
        body,
        serde_json::json!({
            "clientId": "id", "clientSecret": "se-cret-client",
            "grantType": "refresh_token", "refreshToken": "se-cret-refresh",
        })
    );
    assert_eq!(requests[1].header("x-amz-sso_bearer_token"), Some("new"));
}

#[tokio::test(start_paused = true)]
async fn reports_failed_refreshes() {
    let log_in = "log in with `aws sso login --profile default`";
    let error = r#"{"error": "invalid_grant", "error_description": "bad se-cret-refresh"}"#;
    let expired = "2015-01-01T00:00:00Z";
    for (token, answer, expected) in [
        (
            refreshable(expired, FAR_FUTURE),
            Some(Answer::json(400, error)),
            "its refresh failed: oidc.eu-west-1.amazonaws.com responded with status 400: \
             invalid_grant: bad ** redacted **",
        ),
        (
            refreshable(expired, expired),
            None,
            "the cached SSO token has expired",
        ),
    ] {
        let env = env("")
            .with_file(CONFIG, sso_config())
            .with_file(SSO_CACHE_FILE, token);
        let error = resolve(&env, &Replay::new(answer))
            .await
            .expect_err("expired");
        assert!(
            error.contains(expected) && error.contains(log_in),
            "{error}"
        );
    }
    // A token that is still valid is used.
    let token = refreshable("2015-08-30T12:40:00Z", FAR_FUTURE);
    let env = env("")
        .with_file(CONFIG, sso_config())
        .with_file(SSO_CACHE_FILE, token);
    let replay = Replay::new([Answer::json(400, error), sso_credentials()]);
    assert_eq!(resolve(&env, &replay).await.as_deref(), Ok("SSO/key/t"));
    assert_eq!(
        replay.requests()[1].header("x-amz-sso_bearer_token"),
        Some("old")
    );
}

#[tokio::test]
async fn a_profile_with_only_an_sso_session_has_no_credentials() {
    let config = "[default]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1\n\
                  sso_start_url = https://corp.example/start";
    let env =
        env("AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:9/y").with_file(CONFIG, config);
    let body = r#"{"AccessKeyId": "TASK", "SecretAccessKey": "key"}"#;
    let replay = Replay::new([Answer::json(200, body)]);
    assert_eq!(resolve(&env, &replay).await.as_deref(), Ok("TASK/key/-"));
}

#[tokio::test]
async fn reads_metadata_settings_of_the_profile() {
    let document = r#"{"AccessKeyId": "IMDS", "SecretAccessKey": "key"}"#;
    let vars = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    for (variable, config, host) in [
        (
            "",
            "ec2_metadata_service_endpoint = http://127.0.0.1:1338/",
            "127.0.0.1",
        ),
        (
            "",
            "ec2_metadata_service_endpoint_mode = IPv6",
            "[fd00:ec2::254]",
        ),
        (
            "",
            "ec2_metadata_service_endpoint_mode = ipv4",
            "169.254.169.254",
        ),
        (
            "",
            "ec2_metadata_service_endpoint_mode = IPv6\nec2_metadata_service_endpoint = http://h",
            "h",
        ),
        ("http://e", "ec2_metadata_service_endpoint = http://h", "e"),
    ] {
        let config = format!("[default]\n{config}");
        let mut env = runtime::Env::empty()
            .with_home("/h")
            .with_file(CONFIG, config.as_str());
        if !variable.is_empty() {
            env = env.with_var(vars, variable);
        }
        let answers = ["token", "role", document].map(|body| Answer::response(200, body));
        let replay = Replay::new(answers);
        assert_eq!(
            resolve(&env, &replay).await.as_deref(),
            Ok("IMDS/key/-"),
            "{config}"
        );
        assert_eq!(replay.requests()[0].uri.host(), Some(host), "{config}");
    }
    let env = instance_env().with_home("/h");
    let invalid = "[default]\nec2_metadata_service_endpoint_mode = v6";
    let env = match env.var("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
        Some(_) => runtime::Env::empty()
            .with_home("/h")
            .with_file(CONFIG, invalid),
        None => env.with_file(CONFIG, invalid),
    };
    let error = resolve(&env, &no_network()).await.expect_err("invalid");
    assert!(
        error.contains(
            "invalid value of ec2_metadata_service_endpoint_mode: `v6`; expected IPv4 or IPv6"
        ),
        "{error}"
    );
}

#[tokio::test]
async fn endpoint_urls_apply_to_credential_services() {
    let web = "AWS_WEB_IDENTITY_TOKEN_FILE=/t AWS_ROLE_ARN=arn:aws:iam::1:role/W";
    for (vars, config, expected) in [
        (
            "AWS_ENDPOINT_URL_STS=http://127.0.0.1:4566",
            "",
            "http://127.0.0.1:4566/",
        ),
        (
            "AWS_ENDPOINT_URL=http://127.0.0.1:1",
            "",
            "http://127.0.0.1:1/",
        ),
        (
            "",
            "[default]\nservices = s\n[services s]\nsts =\n  endpoint_url = http://127.0.0.1:2",
            "http://127.0.0.1:2/",
        ),
        (
            "AWS_ENDPOINT_URL_STS=http://127.0.0.1:4566 AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true",
            "",
            "https://sts.amazonaws.com/",
        ),
    ] {
        let replay = Replay::new([sts("AssumeRoleWithWebIdentity")]);
        let env = env(&format!("{web} {vars}"))
            .with_file("/t", "jwt")
            .with_file(CONFIG, config);
        assert_eq!(resolve(&env, &replay).await.as_deref(), Ok(ROLE));
        assert_eq!(replay.request().uri, expected);
    }
    let vars =
        "AWS_ENDPOINT_URL_SSO=http://127.0.0.1:3 AWS_ENDPOINT_URL_SSO_OIDC=http://127.0.0.1:4";
    let token = refreshable("2015-01-01T00:00:00Z", FAR_FUTURE);
    let env = env(vars)
        .with_file(CONFIG, sso_config())
        .with_file(SSO_CACHE_FILE, token);
    let refreshed = Answer::json(200, r#"{"accessToken": "new"}"#);
    let replay = Replay::new([refreshed, sso_credentials()]);
    assert_eq!(resolve(&env, &replay).await.as_deref(), Ok("SSO/key/t"));
    let requests = replay.requests();
    assert_eq!(requests[0].uri, "http://127.0.0.1:4/token");
    assert_eq!(requests[1].uri.port_u16(), Some(3));
}

#[tokio::test]
async fn other_sections_do_not_stop_the_search() {
    let keys = "AWS_ACCESS_KEY_ID=ENV AWS_SECRET_ACCESS_KEY=s";
    for (vars, config) in [
        ("AWS_PROFILE=gone", "[profile here]\nregion = us-east-1"),
        ("", "[profile other]\nslip"),
        ("", "slip\n[default]\nregion = us-east-1"),
    ] {
        let env = env(&format!("{keys} {vars}")).with_file(CONFIG, config);
        assert_eq!(
            resolve(&env, &no_network()).await.as_deref(),
            Ok("ENV/s/-"),
            "{config}"
        );
    }
}

#[tokio::test]
async fn reads_indented_and_quoted_profiles() {
    let indented = "[default]\n    aws_access_key_id = AK1\n    aws_secret_access_key = SK1\n";
    let env = env("").with_file(CREDENTIALS, indented);
    assert_eq!(
        resolve(&env, &no_network()).await.as_deref(),
        Ok("AK1/SK1/-")
    );
    let quoted = "[profile \"my profile\"]\naws_access_key_id = Q\naws_secret_access_key = s";
    let env = env_of_profile("my profile").with_file(CONFIG, quoted);
    assert_eq!(resolve(&env, &no_network()).await.as_deref(), Ok("Q/s/-"));
}

fn env_of_profile(profile: &str) -> runtime::Env {
    env("").with_var("AWS_PROFILE", profile)
}

#[tokio::test]
async fn settings_in_errors_hide_secrets() {
    const KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let role = "role_arn = r\nsource_profile = default";
    for config in [
        format!("region = us-east-1\n  aws_secret_access_key = {KEY}"),
        format!("aws_access_key_id = A\n  aws_secret_access_key = {KEY}"),
        format!("aws_access_key_id = A\naws_secret_access_key = {KEY}\n  region = us-east-1"),
        format!("role_arn = r\nsource_profile = {KEY}"),
        format!("role_arn = r\ncredential_source = {KEY}"),
        format!("sso_account_id = 1\nsso_session = {KEY}"),
        format!("role_arn = r\nweb_identity_token_file = {KEY}"),
        format!(
            "{role}\naws_access_key_id = A\naws_secret_access_key = s\nduration_seconds = {KEY}"
        ),
        format!("{role}\naws_access_key_id = A\naws_secret_access_key = s\nmfa_serial = {KEY}"),
        format!("ec2_metadata_service_endpoint = {KEY}"),
        format!("ec2_metadata_service_endpoint_mode = {KEY}"),
        format!("region {KEY}"),
        format!("sso_start_url = {KEY}\nsso_account_id = 1\nsso_role_name = r\nsso_region = {KEY}"),
    ] {
        let env = runtime::Env::empty()
            .with_home("/h")
            .with_file(CONFIG, format!("[default]\n{config}"));
        // `resolve` checks the error.
        resolve(&env, &Replay::always(Answer::connect_error()))
            .await
            .expect_err(&config);
    }
    for variable in [
        "AWS_PROFILE",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
    ] {
        let env = runtime::Env::empty()
            .with_home("/h")
            .with_var("AWS_ROLE_ARN", "r")
            .with_var(variable, KEY);
        let replay = Replay::always(Answer::connect_error());
        resolve(&env, &replay).await.expect_err(variable);
    }
}
