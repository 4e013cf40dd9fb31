namespace Fusion.Compiler.Differentiate;

/// <summary>An alignment does not fit its networks. The message is a whole sentence for the user.</summary>
public sealed class AlignmentException(string message) : Exception(message);
