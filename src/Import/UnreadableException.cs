namespace Fusion.Import;

/// <summary>A file is no ONNX model or tensor, or is damaged.</summary>
public sealed class UnreadableException(string message, Exception? inner = null) : ImportException(message, inner!);
