//! Traits of services: names, authentication, protocols and endpoints.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::{Kinds, Selector, Trait, ids};
use crate::evolution::{Class, MarkChange, Rule};
use crate::model::ShapeType;

const OPERATIONS_AND_SERVICES: Selector =
    Selector::shapes(Kinds::new(&[ShapeType::Service, ShapeType::Operation]));

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        ids::AWS_SERVICE,
        Form::Structure(&[
            required("sdkId", Form::Text),
            optional("arnNamespace", Form::Text),
            optional("cloudFormationName", Form::String),
            optional("cloudTrailEventSource", Form::String),
            optional("docId", Form::String),
            optional("endpointPrefix", Form::Text),
        ]),
        Selector::SERVICE,
    )
    .compared()
    .docs(
        "The names of the service in AWS: `sdkId` in SDKs and configuration files, \
        `endpointPrefix` in host names, `arnNamespace` in ARNs.",
    ),
    Trait::new(
        ids::SIGV4,
        Form::Structure(&[required("name", Form::Text)]),
        Selector::SERVICE,
    )
    .compared()
    .docs(
        "Requests are signed with AWS Signature Version 4. `name` is the service in \
        the signature.",
    ),
    Trait::new(
        ids::SIGV4A,
        Form::Structure(&[required("name", Form::Text)]),
        Selector::SERVICE,
    )
    .compared()
    .docs(
        "Requests are signed with AWS Signature Version 4A, which is valid in several \
        Regions. `name` is the service in the signature.",
    ),
    Trait::new(ids::COGNITO_USER_POOLS, Form::Object, Selector::SERVICE)
        .compared()
        .docs("Requests are authenticated by Amazon Cognito user pools."),
    Trait::new(ids::HTTP_BASIC_AUTH, MARK, Selector::SERVICE)
        .compared()
        .docs("Requests are authenticated by name and password (RFC 7617)."),
    Trait::new(ids::HTTP_DIGEST_AUTH, MARK, Selector::SERVICE)
        .compared()
        .docs("Requests are authenticated by HTTP digest (RFC 7616)."),
    Trait::new(ids::HTTP_BEARER_AUTH, MARK, Selector::SERVICE)
        .compared()
        .docs("Requests are authenticated by a bearer token (RFC 6750)."),
    Trait::new(
        ids::HTTP_API_KEY_AUTH,
        Form::Structure(&[
            required("name", Form::Text),
            required("in", Form::Choice(&["header", "query"])),
            optional("scheme", Form::Text),
        ]),
        Selector::SERVICE,
    )
    .compared()
    .docs("Requests are authenticated by a key in a header or in the query."),
    Trait::new(
        ids::REST_JSON_1,
        Form::Structure(&[
            optional("http", STRINGS),
            optional("eventStreamHttp", STRINGS),
            optional("noInlineDocument", Form::Boolean),
        ]),
        Selector::SERVICE,
    )
    .compared()
    .docs(
        "The service speaks restJson1: JSON bodies, and members bound to paths, \
        queries and headers.",
    ),
    Trait::new(ids::REST_XML, Form::Object, Selector::SERVICE)
        .docs("The service speaks restXml, for which no client can be generated."),
    Trait::new(ids::AWS_JSON_1_0, Form::Object, Selector::SERVICE)
        .docs("The service speaks awsJson1_0, for which no client can be generated."),
    Trait::new(ids::AWS_JSON_1_1, Form::Object, Selector::SERVICE)
        .docs("The service speaks awsJson1_1, for which no client can be generated."),
    Trait::new(ids::AWS_QUERY, Form::Object, Selector::SERVICE)
        .docs("The service speaks awsQuery, for which no client can be generated."),
    Trait::new(ids::AWS_QUERY_COMPATIBLE, Form::Object, Selector::SERVICE)
        .docs("The service used awsQuery before, and keeps its error codes."),
    Trait::new(ids::AWS_QUERY_ERROR, Form::Object, Selector::STRUCTURE)
        .docs("Code and status of the error in awsQuery."),
    Trait::new(ids::EC2_QUERY, Form::Object, Selector::SERVICE)
        .docs("The service speaks ec2Query, for which no client can be generated."),
    Trait::new(ids::EC2_QUERY_NAME, Form::Text, Selector::ANYWHERE)
        .docs("The name of the member in ec2Query."),
    Trait::new(ids::RPCV2_CBOR, Form::Object, Selector::SERVICE)
        .docs("The service speaks RPC v2 CBOR, for which no client can be generated."),
    Trait::new(ids::RPCV2_JSON, Form::Object, Selector::SERVICE)
        .docs("The service speaks RPC v2 JSON, for which no client can be generated."),
    Trait::new(ids::AUTH, STRINGS, OPERATIONS_AND_SERVICES)
        .compared()
        .docs(
            "The ids of the authentication schemes, in order of preference. An empty list \
        means no authentication.",
        ),
    Trait::new(ids::OPTIONAL_AUTH, MARK, Selector::OPERATION)
        .changes(
            Rule::Request,
            MarkChange::new(Class::Behavior, "no longer needs credentials"),
            MarkChange::restriction("now needs credentials"),
        )
        .docs("Credentials are optional for the operation."),
    Trait::new(
        ids::CORS,
        Form::Structure(&[
            optional("origin", Form::Text),
            optional("maxAge", Form::Integer),
            optional("additionalAllowedHeaders", Form::List(&Form::Text)),
            optional("additionalExposedHeaders", Form::List(&Form::Text)),
        ]),
        Selector::SERVICE,
    )
    .docs("Cross-origin access for browsers (CORS). It has no effect on clients."),
    Trait::new(ids::ENDPOINT_RULE_SET, Form::Object, Selector::SERVICE)
        .compared()
        .docs("Rules that select the endpoint of a request."),
    Trait::new(ids::ENDPOINT_BDD, Form::Object, Selector::SERVICE)
        .docs("Endpoint rules as a decision diagram. Clients do not evaluate them."),
    Trait::new(ids::ENDPOINT_TESTS, Form::Object, Selector::SERVICE)
        .compared()
        .docs("Tests of the endpoint rules."),
    Trait::new(ids::CLIENT_CONTEXT_PARAMS, Form::Object, Selector::SERVICE)
        .compared()
        .docs("Settings of a client that the endpoint rules use."),
    Trait::new(
        ids::STANDARD_REGIONAL_ENDPOINTS,
        Form::Object,
        Selector::SERVICE,
    )
    .docs("The service has a host in each Region. Clients assume it anyway."),
    Trait::new(
        ids::STANDARD_PARTITIONAL_ENDPOINTS,
        Form::Object,
        Selector::SERVICE,
    )
    .docs("The service has one host in each partition. Clients do not evaluate this."),
    Trait::new(
        ids::DUAL_STACK_ONLY_ENDPOINTS,
        Form::Object,
        Selector::SERVICE,
    )
    .docs("All hosts of the service have IPv6 addresses as well."),
    Trait::new(ids::RULES_BASED_ENDPOINTS, Form::Object, Selector::SERVICE)
        .docs("Endpoint rules select the host."),
    Trait::new(
        ids::CLIENT_ENDPOINT_DISCOVERY,
        Form::Object,
        Selector::SERVICE,
    )
    .docs("Clients discover the endpoint with a request to the service."),
    Trait::new(ids::TAG_ENABLED, Form::Object, Selector::SERVICE)
        .docs("Resources of the service can be tagged."),
];
