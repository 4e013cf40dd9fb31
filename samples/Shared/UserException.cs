namespace Fusion.Samples;

/// <summary>What the user did wrong; the message is the whole output.</summary>
internal sealed class UserException(string message) : Exception(message);
