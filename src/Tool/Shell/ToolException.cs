namespace Fusion.Tool.Shell;

/// <summary>What cannot be done, in one sentence for the person who asked for it: the whole output on the error stream.</summary>
internal sealed class ToolException(string message, Exception? cause = null) : Exception(message, cause);
