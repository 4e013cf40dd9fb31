namespace Fusion.Generator.Parse;

/// <summary>
/// Ends the reading of one attribute or statement: the mistake is already reported, or the C# compiler reports it, in which case a
/// message of our own would only repeat it. Caught inside Parse.
/// </summary>
internal sealed class Rejected : Exception;
