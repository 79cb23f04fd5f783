using System.Collections.Immutable;

namespace Barograph.Model;

/// <summary>
/// Every error that a user can meet over the wire, with its stable code. spec/error-codes.md lists the same entries and a test compares them.
/// A code is never renamed and never reused.
/// </summary>
public static class Errors
{
    // The request as a whole
    public static readonly ErrorKind BodyNotJson = new("body_not_json", 400, "The body is not valid JSON");
    public static readonly ErrorKind BodyEmpty = new("body_empty", 400, "The body is empty");
    public static readonly ErrorKind BodyNotReadable = new("body_not_readable", 400, "The body could not be read");
    public static readonly ErrorKind BodyTooLarge = new("body_too_large", 413, "The body is too large");
    public static readonly ErrorKind TooManyReports = new("too_many_reports", 413, "Too many reports in one request");
    public static readonly ErrorKind EncodingNotSupported = new("encoding_not_supported", 415, "The content encoding is not supported");
    public static readonly ErrorKind ParameterInvalid = new("parameter_invalid", 400, "A parameter of the query is not valid");
    public static readonly ErrorKind RangeTooLarge = new("range_too_large", 422, "The range holds too many samples");
    public static readonly ErrorKind RawDropped = new("raw_dropped", 422, "Single readings from that time are not kept any more");
    public static readonly ErrorKind SeriesUnknown = new("series_unknown", 404, "There is no such series");
    public static readonly ErrorKind NotFound = new("not_found", 404, "There is nothing here");
    public static readonly ErrorKind MethodNotAllowed = new("method_not_allowed", 405, "The method is not allowed here");

    // What a person asks for
    public static readonly ErrorKind ContentTypeWrong = new("content_type_wrong", 415, "The content type is not the one that is taken here");
    public static readonly ErrorKind MemberInvalid = new("member_invalid", 400, "A member of the body is not valid");
    public static readonly ErrorKind NameInvalid = new("name_invalid", 400, "The name is not valid");
    public static readonly ErrorKind NameTaken = new("name_taken", 409, "The name is taken");
    public static readonly ErrorKind PasswordInvalid = new("password_invalid", 400, "The password cannot be used");
    public static readonly ErrorKind PasswordWrong = new("password_wrong", 403, "The password is wrong");
    public static readonly ErrorKind DeviceRevoked = new("device_revoked", 409, "The device is revoked");
    public static readonly ErrorKind TokenEnded = new("token_ended", 409, "The token has ended already");
    public static readonly ErrorKind LastOwner = new("last_owner", 409, "The last owner has to stay");
    public static readonly ErrorKind UnitSettled = new("unit_settled", 409, "The unit of the series is settled");

    // Who asks
    public static readonly ErrorKind Unauthenticated = new("unauthenticated", 401, "A valid credential is needed");
    public static readonly ErrorKind ScopeMissing = new("scope_missing", 403, "The credential does not allow this");
    public static readonly ErrorKind SecretReadable = new("secret_readable", 403, "The token was not made to travel readable");
    public static readonly ErrorKind OriginForbidden = new("origin_forbidden", 403, "The request comes from another site's page");
    public static readonly ErrorKind LocationForbidden = new("location_forbidden", 403, "The credential does not allow this location");
    public static readonly ErrorKind TooManyFailures = new("too_many_failures", 429, "Too many wrong credentials");

    // One report or one value of it
    public static readonly ErrorKind ReportNotAnObject = new("report_not_an_object", 400, "A report is not a JSON object");
    public static readonly ErrorKind FieldInvalid = new("field_invalid", 400, "A field of the report is not valid");
    public static readonly ErrorKind KeyDuplicate = new("key_duplicate", 400, "A key stands twice in one object");
    public static readonly ErrorKind TimeInvalid = new("time_invalid", 400, "The time is not a time");
    public static readonly ErrorKind TimeTooOld = new("time_too_old", 422, "The time is before the readings that are kept");
    public static readonly ErrorKind AgeInvalid = new("age_invalid", 400, "The age is not valid");
    public static readonly ErrorKind IdInvalid = new("id_invalid", 400, "The id is not valid");
    public static readonly ErrorKind NoValues = new("no_values", 400, "The report holds no value");
    public static readonly ErrorKind TooManyValues = new("too_many_values", 400, "The report holds too many values");
    public static readonly ErrorKind ValueNotANumber = new("value_not_a_number", 400, "The value is not a number");
    public static readonly ErrorKind ValueNotFinite = new("value_not_finite", 400, "The value is not a finite number");
    public static readonly ErrorKind MetricInvalid = new("metric_invalid", 400, "The metric's name is not valid");
    public static readonly ErrorKind LocationInvalid = new("location_invalid", 400, "The location is not valid");
    public static readonly ErrorKind LocationMissing = new("location_missing", 400, "The report says no location");
    public static readonly ErrorKind UnitInvalid = new("unit_invalid", 400, "The unit is not valid");
    public static readonly ErrorKind UnitMismatch = new("unit_mismatch", 422, "The unit does not fit the series");
    public static readonly ErrorKind SeriesLimit = new("series_limit", 422, "The token has made as many series as it may");
    public static readonly ErrorKind StorageRefused = new("storage_refused", 422, "The database refused this report");

    // Our own trouble: a retry works
    public static readonly ErrorKind Overloaded = new("overloaded", 503, "The server has more to do than it can take");
    public static readonly ErrorKind StorageUnavailable = new("storage_unavailable", 503, "The database cannot be reached just now");
    public static readonly ErrorKind Stopping = new("stopping", 503, "The server is stopping");

    /// <summary>A defect. Nothing that a client sends may lead here.</summary>
    public static readonly ErrorKind Internal = new("internal", 500, "The server has a defect");

    /// <summary>All entries, in the order of the catalogue.</summary>
    public static readonly ImmutableArray<ErrorKind> All =
    [
        BodyNotJson, BodyEmpty, BodyNotReadable, BodyTooLarge, TooManyReports, EncodingNotSupported, ParameterInvalid, RangeTooLarge, RawDropped,
        SeriesUnknown, NotFound, MethodNotAllowed,
        ContentTypeWrong, MemberInvalid, NameInvalid, NameTaken, PasswordInvalid, PasswordWrong, DeviceRevoked, TokenEnded, LastOwner, UnitSettled,
        Unauthenticated, ScopeMissing, SecretReadable, OriginForbidden, LocationForbidden, TooManyFailures,
        ReportNotAnObject, FieldInvalid, KeyDuplicate, TimeInvalid, TimeTooOld, AgeInvalid, IdInvalid, NoValues, TooManyValues,
        ValueNotANumber, ValueNotFinite, MetricInvalid, LocationInvalid, LocationMissing, UnitInvalid, UnitMismatch, SeriesLimit,
        StorageRefused,
        Overloaded, StorageUnavailable, Stopping, Internal,
    ];
}
