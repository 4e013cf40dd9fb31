using Fusion.Compiler.Declarations;
using Fusion.Compiler.Differentiate;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>A read alignment. It holds symbols, and lives no longer than one reading.</summary>
/// <param name="Spec">Null where C# has something to say about the attribute.</param>
/// <param name="StudentNetwork">Null where the declaration is wrong, which is reported at its own place.</param>
/// <param name="TeacherNetwork">Likewise.</param>
/// <param name="Mistake">What is wrong with the alignment by itself; empty where nothing is known to be.</param>
internal sealed record AlignmentModel(
    INamedTypeSymbol? Student, INamedTypeSymbol? Teacher, AlignmentSpec? Spec = null, NetworkSpec? StudentNetwork = null,
    NetworkSpec? TeacherNetwork = null, string Mistake = "")
{
    /// <summary>Which of the class's attributes the mistake is about; −1 for that of the alignment.</summary>
    public int MistakenAttribute { get; init; } = -1;

    /// <summary>What is generated for the class; null where only trainings use it.</summary>
    public StandaloneAlignment? Alone { get; init; }
}
