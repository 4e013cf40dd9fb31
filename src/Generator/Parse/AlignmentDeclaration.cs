using Fusion.Compiler.Declarations;
using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>An alignment that stands alone, as Parse leaves it for the generator: values only.</summary>
/// <param name="Class">The class that is extended.</param>
/// <param name="CanExtend">Whether a generated part can join it at all.</param>
/// <param name="Student">The student's declaration; null where it is wrong, or the alignment is.</param>
/// <param name="Teacher">Likewise.</param>
internal sealed record AlignmentDeclaration(
    NetworkClass Class, bool CanExtend, StandaloneAlignment Alignment, NetworkSpec? Student, NetworkSpec? Teacher)
{
    /// <returns>Null where only trainings use the alignment.</returns>
    public static AlignmentDeclaration? Read(ParseSession session, INamedTypeSymbol type)
    {
        if (AlignmentReader.Read(session, type) is not { Alone: { } alone } model) return null;
        bool canExtend = NetworkReader.CheckClass(session, new TypeReader(session, type, isNetwork: true), ClassRole.Alignment);
        NetworkHead head = NetworkReader.ReadHead(session, type, canExtend);
        bool isRight = model.Mistake.Length == 0;
        return new AlignmentDeclaration(head.Class, head.CanExtend && !session.Failed, alone,
            isRight ? model.StudentNetwork : null, isRight ? model.TeacherNetwork : null);
    }
}
