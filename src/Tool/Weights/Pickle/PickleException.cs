namespace Fusion.Tool.Weights.Pickle;

/// <summary>A pickle that is damaged, or holds what is neither a tensor nor a container.</summary>
internal sealed class PickleException(string message) : Exception(message);
