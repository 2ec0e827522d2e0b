//! The chapters of the book in `docs/`. `tests/tests/book.rs` compares the list with
//! `docs/SUMMARY.md`.

macro_rules! chapters {
    ($($name:ident $path:literal)*) => {$(
        #[doc = include_str!($path)]
        mod $name {}
    )*};
}

chapters! {
    introduction "../../docs/introduction.md"
    install "../../docs/guide/install.md"
    send "../../docs/guide/send.md"
    templates "../../docs/guide/templates.md"
    media "../../docs/guide/media.md"
    receive "../../docs/guide/receive.md"
    errors "../../docs/guide/errors.md"
    deploy "../../docs/guide/deploy.md"
    settings "../../docs/settings.md"
    find_number "../../docs/recipes/find-number.md"
    send_media "../../docs/recipes/send-media.md"
    download_media "../../docs/recipes/download-media.md"
    service_window "../../docs/recipes/service-window.md"
    opt_out "../../docs/recipes/opt-out.md"
    template_buttons "../../docs/recipes/template-buttons.md"
    booking_bot "../../docs/recipes/booking-bot.md"
    receivers "../../docs/recipes/receivers.md"
    transport "../../docs/recipes/transport.md"
    aws_config "../../docs/recipes/aws-config.md"
    in_process "../../docs/testing/in-process.md"
    faults "../../docs/testing/faults.md"
    customers "../../docs/testing/customers.md"
    emulator "../../docs/emulator.md"
    python "../../docs/testing/python.md"
    javascript "../../docs/testing/javascript.md"
    iam "../../docs/operations/iam.md"
    event_destinations "../../docs/operations/event-destinations.md"
    quotas "../../docs/operations/quotas.md"
    endpoints "../../docs/operations/endpoints.md"
    observability "../../docs/operations/observability.md"
    wasm "../../docs/operations/wasm.md"
    migration "../../docs/migration.md"
    other_services "../../docs/other-services.md"
    costs "../../docs/costs.md"
    performance "../../docs/performance.md"
    duplicates "../../docs/duplicates.md"
}
