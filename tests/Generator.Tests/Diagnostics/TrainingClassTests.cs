using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS301 and FUS302: which classes can be a training or an alignment, and which they can name.</summary>
public class TrainingClassTests
{
    private const string Networks = """
        using Fusion.Training;
        [FusedNetwork(8, 8, 1)]
        public partial class Student { [Conv(4, 3), Tap] Layer stage; [GlobalAveragePool, Linear(3)] Layer head; }
        [FusedNetwork(8, 8, 1)]
        public partial class Teacher { [Conv(6, 3), Tap] Layer layer; [GlobalAveragePool, Linear(3)] Layer head; }
        [FusedNetwork(8, 8, 1), FusedNetwork(16, 16, 1)]
        public partial class Several { [Conv(4, 3), Tap] Layer stage; [GlobalAveragePool, Linear(3)] Layer head; }

        """;

    [Theory]
    [InlineData("[|Training(null!)|], CrossEntropy, Sgd",
        "it names no network; write [Training(typeof(Student))] with the network's class")]
    [InlineData("[|Training(typeof(Several))|], CrossEntropy, Sgd",
        "Several is declared for several sizes; a network of one size was expected")]
    [InlineData("[|Training(typeof(Student), Teacher = typeof(Several))|], SoftLabels, Sgd",
        "Several is declared for several sizes; a network of one size was expected")]
    [InlineData("[|Training(typeof(Student), StatisticsMomentum = 1.5)|], CrossEntropy, Sgd",
        "StatisticsMomentum of [Training] is 1.5, but it must be at least 0 and at most 1")]
    [InlineData("[|Training(typeof(Student), StatisticsMomentum = double.NegativeInfinity)|], CrossEntropy, Sgd",
        "StatisticsMomentum of [Training] is -Infinity, but a finite number was expected")]
    public Task Training_is_wrong(string attributes, string message) => Mistake.ExpectAsync(
        Networks + $"[{attributes}] public partial class T;", "FUS301", "The training 'T': " + message, null, Project.Options);

    /// <summary>Two mistakes: what the block lacks is a layer.</summary>
    [Fact]
    public async Task Training_is_a_block_as_well()
    {
        var found = await Project.DiagnoseAsync(Project.Compile(
            Networks + "[Block, Training(typeof(Student)), CrossEntropy, Sgd] public partial class T { [Relu] Layer a; }"));
        Assert.Equal(
            "The training 'T': the class is a block as well; a training is a class of its own, which names the network",
            Assert.Single(found, diagnostic => diagnostic.Id == "FUS301").GetMessage());
    }

    [Fact]
    public Task Training_has_the_name_of_a_generated_member() => Mistake.ExpectAsync(
        Networks + "[[|Training(typeof(Student))|], CrossEntropy, Sgd] public partial class Step;", "FUS301",
        "The training 'Step': the class is called 'Step', as one of its generated members is; rename it", null, Project.Options);

    [Theory]
    [InlineData("typeof(Student), \"Stage\", null!, \"Layer\"", "the teacher is null; name its class, as in typeof(Teacher)")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), null!",
        "the name of the teacher's tap is null; name it, as in nameof(Teacher.Stage)")]
    [InlineData("typeof(Several), \"Stage\", typeof(Teacher), \"Layer\"",
        "Several is declared for several sizes; a network of one size was expected")]
    [InlineData("typeof(Student), \"Stage\", typeof(Several), \"Stage\"",
        "Several is declared for several sizes; a network of one size was expected")]
    [InlineData("teacherTap: \"Layer\", teacher: typeof(Teacher), studentTap: \"Missing\", student: typeof(Student)",
        "the student Student has no tap 'Missing'; its taps are Stage")]
    public Task Alignment_is_wrong(string arguments, string message) => Mistake.ExpectAsync(
        Networks + $"[[|DistillationAlignment({arguments})|]] public partial class A;", "FUS302", "The alignment 'A': " + message, null,
        Project.Options);

    /// <summary>The compiler says so.</summary>
    [Theory]
    [InlineData("[DistillationAlignment(typeof(Missing), \"Stage\", typeof(Teacher), \"Layer\")] public partial class A;", "CS0246")]
    [InlineData("[DistillationAlignment(typeof(Student), \"Stage\", typeof(Missing), \"Layer\")] public partial class A;", "CS0246")]
    [InlineData("[DistillationAlignment] public partial class A;", "CS7036")]
    public async Task Alignment_is_no_attribute_of_Csharp(string source, string id) => Assert.Equal(
        id, string.Join(" ", (await Project.DiagnoseAsync(Project.Compile(Networks + source))).Select(found => found.Id).Distinct()));

    [Fact]
    public async Task Training_without_a_network_is_no_defect() => Assert.DoesNotContain(
        await Project.DiagnoseAsync(Project.Compile(Networks + "[Training, CrossEntropy, Sgd] public partial class T;")),
        found => found.Id is "FUS900" or "AD0001");

    [Theory]
    [InlineData("[Training(typeof(Far)), CrossEntropy, Sgd] public partial class T;", "FUS301",
        "The training 'T': Far is declared in another project; a network is trained in the project that declares it")]
    [InlineData("[Training(typeof(Near), Teacher = typeof(Far)), SoftLabels, Sgd] public partial class T;", "FUS301",
        "The training 'T': Far is declared in another project; a network is run as a teacher in the project that declares it")]
    [InlineData("[DistillationAlignment(typeof(Far), \"Stage\", typeof(Near), \"Stage\")] public partial class A;", "FUS302",
        "The alignment 'A': Far is declared in another project; a network is aligned in the project that declares it")]
    [InlineData("[DistillationAlignment(typeof(Near), \"Stage\", typeof(Far), \"Stage\")] public partial class A;", "FUS302",
        "The alignment 'A': Far is declared in another project; a network is run as a teacher in the project that declares it")]
    public async Task Network_of_another_project(string source, string id, string message)
    {
        const string Layers = "{ [Conv(4, 3), Tap] Layer stage; [GlobalAveragePool, Linear(3)] Layer head; }";
        MetadataReference other = Project.Generate(Project.Compile($"[FusedNetwork(8, 8, 1)] public partial class Far {Layers}"))
            .Compilation.WithAssemblyName("Other").ToMetadataReference();
        string near = $"using Fusion.Training; [FusedNetwork(8, 8, 1)] public partial class Near {Layers} ";
        Diagnostic diagnostic = Assert.Single(await Project.DiagnoseAsync(Project.Compile(near + source).AddReferences(other)));
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
