//! Traits of AWS, and other protocols beside restJson1.

use super::form::{Form, MARK, STRINGS, optional, required};
use super::{Place, Trait};

pub(super) const TRAITS: &[Trait] = &[
    Trait::new(
        "aws.api#service",
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
        "aws.auth#sigv4",
        Form::Structure(&[required("name", Form::Text)]),
        Place::SERVICE,
    )
    .says(
        "Requests are signed with AWS Signature Version 4. `name` is the service in \
        the signature.",
    ),
    Trait::new(
        "aws.auth#sigv4a",
        Form::Structure(&[required("name", Form::Text)]),
        Place::SERVICE,
    )
    .says(
        "Requests are signed with AWS Signature Version 4A, which holds for several \
        Regions. `name` is the service in the signature.",
    ),
    Trait::new("aws.auth#unsignedPayload", Form::Any, Place::OPERATION)
        .says("The body of the request is not part of its signature."),
    Trait::new("aws.auth#cognitoUserPools", Form::Object, Place::SERVICE)
        .says("Requests are authenticated by Amazon Cognito user pools."),
    Trait::new(
        "aws.protocols#restJson1",
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
    Trait::new("aws.protocols#restXml", Form::Object, Place::SERVICE)
        .says("The service speaks restXml, for which no client can be generated."),
    Trait::new("aws.protocols#awsJson1_0", Form::Object, Place::SERVICE)
        .says("The service speaks awsJson1_0, for which no client can be generated."),
    Trait::new("aws.protocols#awsJson1_1", Form::Object, Place::SERVICE)
        .says("The service speaks awsJson1_1, for which no client can be generated."),
    Trait::new("aws.protocols#awsQuery", Form::Object, Place::SERVICE)
        .says("The service speaks awsQuery, for which no client can be generated."),
    Trait::new(
        "aws.protocols#awsQueryCompatible",
        Form::Object,
        Place::SERVICE,
    )
    .says("The service has spoken awsQuery before, and keeps its error codes."),
    Trait::new(
        "aws.protocols#awsQueryError",
        Form::Object,
        Place::STRUCTURE,
    )
    .says("Code and status of the error in awsQuery."),
    Trait::new("aws.protocols#ec2Query", Form::Object, Place::SERVICE)
        .says("The service speaks ec2Query, for which no client can be generated."),
    Trait::new("aws.protocols#ec2QueryName", Form::Text, Place::ANYWHERE)
        .says("The name of the member in ec2Query."),
    Trait::new("smithy.protocols#rpcv2Cbor", Form::Object, Place::SERVICE)
        .says("The service speaks RPC v2 CBOR, for which no client can be generated."),
    Trait::new("smithy.protocols#rpcv2Json", Form::Object, Place::SERVICE)
        .says("The service speaks RPC v2 JSON, for which no client can be generated."),
    Trait::new("aws.protocols#httpChecksum", Form::Object, Place::OPERATION).says(
        "Which checksums a request or response has, some of them by the caller's \
        choice.",
    ),
    Trait::new(
        "aws.api#clientEndpointDiscovery",
        Form::Object,
        Place::SERVICE,
    )
    .says("Clients ask the service for the host to call."),
    Trait::new(
        "aws.api#clientDiscoveredEndpoint",
        Form::Structure(&[required("required", Form::Boolean)]),
        Place::OPERATION,
    )
    .says(
        "The operation is called at the host that the service names; unless `required`, \
        at the usual one as well.",
    ),
    Trait::new("aws.api#clientEndpointDiscoveryId", MARK, Place::FIELD)
        .says("The member tells for what a host is asked for."),
    // Metadata about ARNs, tags and planes.
    Trait::new("aws.api#arn", Form::Object, Place::ANYWHERE)
        .says("The form of the resource's ARN."),
    Trait::new("aws.api#arnReference", Form::Object, Place::ANYWHERE)
        .says("The text is the ARN of a resource."),
    Trait::new("aws.api#controlPlane", MARK, Place::ANYWHERE)
        .says("It belongs to the administration of the service."),
    Trait::new("aws.api#dataPlane", MARK, Place::ANYWHERE)
        .says("It belongs to the use of the service."),
    Trait::new("aws.api#data", Form::String, Place::ANYWHERE)
        .says("Which kind of data it holds, for reviews of privacy."),
    Trait::new("aws.api#tagEnabled", Form::Object, Place::ANYWHERE)
        .says("Resources of the service can be tagged."),
    Trait::new("aws.api#taggable", Form::Object, Place::ANYWHERE)
        .says("The resource can be tagged."),
    // Endpoints.
    Trait::new(
        "aws.endpoints#standardRegionalEndpoints",
        Form::Object,
        Place::SERVICE,
    )
    .says("The service has a host in each Region. Clients assume it anyway."),
    Trait::new(
        "aws.endpoints#standardPartitionalEndpoints",
        Form::Object,
        Place::SERVICE,
    )
    .says("The service has one host in each partition. Clients do not evaluate this."),
    Trait::new(
        "aws.endpoints#dualStackOnlyEndpoints",
        Form::Object,
        Place::SERVICE,
    )
    .says("All hosts of the service have IPv6 addresses as well."),
    Trait::new(
        "aws.endpoints#rulesBasedEndpoints",
        Form::Object,
        Place::SERVICE,
    )
    .says("Hosts are chosen by rules."),
    Trait::new(
        "aws.endpoints#endpointsModifier",
        Form::Object,
        Place::STRUCTURE,
    )
    .says("The trait that this shape defines says how hosts are chosen."),
    Trait::new("smithy.rules#endpointRuleSet", Form::Object, Place::SERVICE)
        .says("Rules that choose the endpoint of a request."),
    Trait::new("smithy.rules#endpointBdd", Form::Object, Place::SERVICE).says(
        "Rules that choose the host of a request, as a decision diagram. Clients do \
        not evaluate them.",
    ),
    Trait::new("smithy.rules#endpointTests", Form::Object, Place::SERVICE)
        .says("Tests of the rules that choose hosts."),
    Trait::new(
        "smithy.rules#clientContextParams",
        Form::Object,
        Place::SERVICE,
    )
    .says("Settings of a client that the rules for hosts look at."),
    Trait::new(
        "smithy.rules#staticContextParams",
        Form::Object,
        Place::OPERATION,
    )
    .says("What the rules for hosts are told for this operation."),
    Trait::new(
        "smithy.rules#operationContextParams",
        Form::Object,
        Place::OPERATION,
    )
    .says("Parts of the input that the rules for hosts look at."),
    Trait::new(
        "smithy.rules#contextParam",
        Form::Structure(&[required("name", Form::Text)]),
        Place::FIELD,
    )
    .says("The rules for hosts look at the member under this name."),
    Trait::new("smithy.waiters#waitable", Form::Object, Place::OPERATION)
        .says("What to wait for by calling the operation again and again."),
];
