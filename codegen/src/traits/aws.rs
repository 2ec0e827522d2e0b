//! Traits of AWS, and other protocols beside restJson1.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::{Place, Trait, ids};

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
        Place::SERVICE,
    )
    .says(
        "What AWS calls the service: `sdkId` in SDKs and configuration files, \
        `endpointPrefix` in host names, `arnNamespace` in ARNs.",
    ),
    Trait::new(
        ids::SIGV4,
        Form::Structure(&[required("name", Form::Text)]),
        Place::SERVICE,
    )
    .says(
        "Requests are signed with AWS Signature Version 4. `name` is the service in \
        the signature.",
    ),
    Trait::new(
        ids::SIGV4A,
        Form::Structure(&[required("name", Form::Text)]),
        Place::SERVICE,
    )
    .says(
        "Requests are signed with AWS Signature Version 4A, which holds for several \
        Regions. `name` is the service in the signature.",
    ),
    Trait::new(ids::UNSIGNED_PAYLOAD, Form::Any, Place::OPERATION)
        .says("The body of the request is not part of its signature."),
    Trait::new(ids::COGNITO_USER_POOLS, Form::Object, Place::SERVICE)
        .says("Requests are authenticated by Amazon Cognito user pools."),
    Trait::new(
        ids::REST_JSON_1,
        Form::Structure(&[
            optional("http", STRINGS),
            optional("eventStreamHttp", STRINGS),
            optional("noInlineDocument", Form::Boolean),
        ]),
        Place::SERVICE,
    )
    .says(
        "The service speaks restJson1: JSON bodies, and members bound to paths, \
        queries and headers.",
    ),
    Trait::new(ids::REST_XML, Form::Object, Place::SERVICE)
        .says("The service speaks restXml, for which no client can be generated."),
    Trait::new(ids::AWS_JSON_1_0, Form::Object, Place::SERVICE)
        .says("The service speaks awsJson1_0, for which no client can be generated."),
    Trait::new(ids::AWS_JSON_1_1, Form::Object, Place::SERVICE)
        .says("The service speaks awsJson1_1, for which no client can be generated."),
    Trait::new(ids::AWS_QUERY, Form::Object, Place::SERVICE)
        .says("The service speaks awsQuery, for which no client can be generated."),
    Trait::new(ids::AWS_QUERY_COMPATIBLE, Form::Object, Place::SERVICE)
        .says("The service has spoken awsQuery before, and keeps its error codes."),
    Trait::new(ids::AWS_QUERY_ERROR, Form::Object, Place::STRUCTURE)
        .says("Code and status of the error in awsQuery."),
    Trait::new(ids::EC2_QUERY, Form::Object, Place::SERVICE)
        .says("The service speaks ec2Query, for which no client can be generated."),
    Trait::new(ids::EC2_QUERY_NAME, Form::Text, Place::ANYWHERE)
        .says("The name of the member in ec2Query."),
    Trait::new(ids::RPCV2_CBOR, Form::Object, Place::SERVICE)
        .says("The service speaks RPC v2 CBOR, for which no client can be generated."),
    Trait::new(ids::RPCV2_JSON, Form::Object, Place::SERVICE)
        .says("The service speaks RPC v2 JSON, for which no client can be generated."),
    Trait::new(ids::HTTP_CHECKSUM, Form::Object, Place::OPERATION).says(
        "Which checksums a request or response has, some of them by the caller's \
        choice.",
    ),
    Trait::new(ids::CLIENT_ENDPOINT_DISCOVERY, Form::Object, Place::SERVICE)
        .says("Clients ask the service for the host to call."),
    Trait::new(
        ids::CLIENT_DISCOVERED_ENDPOINT,
        Form::Structure(&[required("required", Form::Boolean)]),
        Place::OPERATION,
    )
    .says(
        "The operation is called at the host that the service names; unless `required`, \
        at the usual one as well.",
    ),
    Trait::new(ids::CLIENT_ENDPOINT_DISCOVERY_ID, MARK, Place::FIELD)
        .says("The member tells for what a host is asked for."),
    // Metadata about ARNs, tags and planes.
    Trait::new(ids::ARN, Form::Object, Place::ANYWHERE).says("The form of the resource's ARN."),
    Trait::new(ids::ARN_REFERENCE, Form::Object, Place::ANYWHERE)
        .says("The text is the ARN of a resource."),
    Trait::new(ids::CONTROL_PLANE, MARK, Place::ANYWHERE)
        .says("It belongs to the administration of the service."),
    Trait::new(ids::DATA_PLANE, MARK, Place::ANYWHERE)
        .says("It belongs to the use of the service."),
    Trait::new(ids::AWS_DATA, Form::String, Place::ANYWHERE)
        .says("Which kind of data it holds, for reviews of privacy."),
    Trait::new(ids::TAG_ENABLED, Form::Object, Place::ANYWHERE)
        .says("Resources of the service can be tagged."),
    Trait::new(ids::TAGGABLE, Form::Object, Place::ANYWHERE).says("The resource can be tagged."),
    // Endpoints.
    Trait::new(
        ids::STANDARD_REGIONAL_ENDPOINTS,
        Form::Object,
        Place::SERVICE,
    )
    .says("The service has a host in each Region. Clients assume it anyway."),
    Trait::new(
        ids::STANDARD_PARTITIONAL_ENDPOINTS,
        Form::Object,
        Place::SERVICE,
    )
    .says("The service has one host in each partition. Clients do not evaluate this."),
    Trait::new(ids::DUAL_STACK_ONLY_ENDPOINTS, Form::Object, Place::SERVICE)
        .says("All hosts of the service have IPv6 addresses as well."),
    Trait::new(ids::RULES_BASED_ENDPOINTS, Form::Object, Place::SERVICE)
        .says("Hosts are chosen by rules."),
    Trait::new(ids::ENDPOINTS_MODIFIER, Form::Object, Place::STRUCTURE)
        .says("The trait that this shape defines says how hosts are chosen."),
    Trait::new(ids::ENDPOINT_RULE_SET, Form::Object, Place::SERVICE)
        .says("Rules that choose the endpoint of a request."),
    Trait::new(ids::ENDPOINT_BDD, Form::Object, Place::SERVICE).says(
        "Rules that choose the host of a request, as a decision diagram. Clients do \
        not evaluate them.",
    ),
    Trait::new(ids::ENDPOINT_TESTS, Form::Object, Place::SERVICE)
        .says("Tests of the rules that choose hosts."),
    Trait::new(ids::CLIENT_CONTEXT_PARAMS, Form::Object, Place::SERVICE)
        .says("Settings of a client that the rules for hosts look at."),
    Trait::new(ids::STATIC_CONTEXT_PARAMS, Form::Object, Place::OPERATION)
        .says("What the rules for hosts are told for this operation."),
    Trait::new(
        ids::OPERATION_CONTEXT_PARAMS,
        Form::Object,
        Place::OPERATION,
    )
    .says("Parts of the input that the rules for hosts look at."),
    Trait::new(
        ids::CONTEXT_PARAM,
        Form::Structure(&[required("name", Form::Text)]),
        Place::FIELD,
    )
    .says("The rules for hosts look at the member under this name."),
    Trait::new(ids::WAITABLE, Form::Object, Place::OPERATION)
        .says("What to wait for by calling the operation again and again."),
];
