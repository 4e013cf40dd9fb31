using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Generator.Tests.Generated;

/// <summary>Trainings and alignments in projects that write a documentation file, whose warnings are errors.</summary>
public class TrainingDocumentationTests
{
    private const string Source = """
        using Fusion;
        using Fusion.Training;

        /// <summary>A student.</summary>
        [FusedNetwork(8)]
        public partial class Student { [Linear(4), Tap, Relu] Layer stage; [Linear(3)] Layer head; }

        /// <summary>Its teacher.</summary>
        [FusedNetwork(8)]
        public partial class Teacher { [Linear(6), BatchNorm, Tap, Relu] Layer stage; [Linear(3)] Layer head; }

        /// <summary>Without a teacher.</summary>
        [Training(typeof(Student)), CrossEntropy, Sgd]
        public partial class Alone;

        /// <summary>With one.</summary>
        [Training(typeof(Student), Teacher = typeof(Teacher)), SoftLabels, Align<Margins>, Adam]
        public partial class Taught;

        /// <summary>Takes the teacher's weights, too.</summary>
        [DistillationAlignment(typeof(Student), nameof(Student.Stage), typeof(Teacher), nameof(Teacher.Stage), Batch = 4,
            Loss = AlignmentLoss.MarginMse), Adam]
        public partial class Margins;
        """;

    [Fact]
    public async Task Every_parameter_is_documented_or_none()
    {
        CSharpCompilation compilation = CSharpCompilation.Create("User",
            [CSharpSyntaxTree.ParseText(Source, Project.ParseOptions.WithDocumentationMode(DocumentationMode.Diagnose), "Source.cs",
                System.Text.Encoding.UTF8)],
            Project.References, Project.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        IReadOnlyList<Diagnostic> found = await Project.DiagnoseAsync(compilation);
        Assert.True(found.Count == 0, string.Join("\n", found.Take(20)));
    }
}
