using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>A mistake that Parse found, and the type in whose declaration it stands.</summary>
internal sealed record ParseError(string Type, Diagnostic Diagnostic);
