using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>Mistakes in trainings with a teacher, and in alignments.</summary>
public class TrainingTests
{
    private const string Networks = """
        using Fusion.Training;
        [FusedNetwork(8, 8, 1)]
        public partial class Student
        {
            [Conv(4, 3), BatchNorm, Relu, Tap]    Layer stage;
            [GlobalAveragePool, Linear(3)]        Layer head;
        }
        [FusedNetwork(8, 8, 1)]
        public partial class Teacher
        {
            [Conv(6, 3), BatchNorm, Relu, Tap]    Layer layer;
            [Conv(6, 3, Stride = 2), Tap]         Layer deep;
            [GlobalAveragePool, Linear(3)]        Layer head;
        }
        [FusedNetwork(16, 16, 1)]
        public partial class Big { [Conv(4, 3), Tap] Layer layer; [GlobalAveragePool, Linear(3)] Layer head; }
        [FusedNetwork(8, 8, 1)]
        public partial class Norms { [Conv(4, 3), BatchNorm, Tap] Layer norm; [GlobalAveragePool, Linear(3)] Layer head; }
        [FusedNetwork(8, 8, 1)]
        public partial class Wide { [GlobalAveragePool, Linear(5)] Layer head; }
        [FusedNetwork(8, 8, 1)]
        public partial class Sure { [GlobalAveragePool, Linear(3), Softmax] Layer head; }

        """;

    private const string Aligned =
        "[DistillationAlignment(typeof(Student), \"Stage\", typeof(Teacher), \"Layer\")] public partial class Alignment;\n";

    [Fact]
    public Task Network_has_its_channels_first() => ExpectAsync(
        """
        [FusedNetwork(8, 8, 3, Layout = Layout.Nchw)]
        public partial class Turned { [Conv(4, 3), Relu, GlobalAveragePool, Linear(3)] Layer head; }
        [[|Training(typeof(Turned), Batch = 4)|], CrossEntropy, Sgd] public partial class T;
        """,
        "Turned has its inputs and results channels first, but a training step takes its samples channels last; leave out Layout = "
        + "Layout.Nchw, or train a class of the same layers without it, whose weights both can load");

    [Fact]
    public Task Teacher_has_its_channels_first() => ExpectAsync(
        """
        [FusedNetwork(8, 8, 3)]
        public partial class Plain { [Conv(4, 3), Relu, Tap] Layer stage; [GlobalAveragePool, Linear(3)] Layer head; }
        [FusedNetwork(8, 8, 3, Layout = Layout.Nchw)]
        public partial class Turned { [Conv(4, 3), Relu, Tap] Layer stage; [GlobalAveragePool, Linear(3)] Layer head; }
        [[|Training(typeof(Plain), Teacher = typeof(Turned), Batch = 4)|], SoftLabels, Sgd] public partial class T;
        """,
        "Turned has its inputs and results channels first, but a training step takes its samples channels last; leave out Layout = "
        + "Layout.Nchw, or train a class of the same layers without it, whose weights both can load");

    [Fact]
    public Task Training_is_not_partial() => Mistake.ExpectAsync(
        Networks + "[Training(typeof(Student), Batch = 4), CrossEntropy, Sgd] public class [|Run|];",
        "FUS001",
        "'Run' is marked [Training] but is not partial, so the generated code cannot join it; write 'partial class Run'", use: null,
        Project.Options);

    [Fact]
    public Task Training_has_a_constructor() => Mistake.ExpectAsync(
        Networks + "[Training(typeof(Student), Batch = 4), CrossEntropy, Sgd] "
        + "public partial class [|Run|] { public Run() => Console.WriteLine(); }",
        "FUS003",
        "The training 'Run' has a constructor; a training is an ordinary class without type parameters, constructors or a base class, "
        + "because the generated part supplies them; remove it", use: null, Project.Options);

    [Theory]
    [InlineData("string", "String is no network; a class with [FusedNetwork] was expected")]
    [InlineData("Big",
        "the teacher Big takes (16, 16, 1), but the student Student takes (8, 8, 1); a teacher sees the same samples, so that its inputs "
        + "must have the same shapes in the same order")]
    [InlineData("Wide",
        "the loss SoftLabels compares the student's result 'output', (3), with the teacher's 'output', which is (5); their shapes must be "
        + "the same")]
    [InlineData("Sure",
        "the loss SoftLabels compares logits, but the teacher's result 'output' is behind a Softmax; give Sure the logits as a result, "
        + "which a softmax behind its Run makes probabilities of")]
    public Task Teacher_does_not_fit(string teacher, string message) => ExpectAsync(
        $"[[|Training(typeof(Student), Teacher = typeof({teacher}))|], SoftLabels, Sgd] public partial class T;", message);

    [Fact]
    public Task Nothing_is_compared_with_the_teacher() => ExpectAsync(
        "[[|Training(typeof(Student), Teacher = typeof(Teacher))|], CrossEntropy, Sgd] public partial class T;",
        "no loss compares Student with its teacher Teacher; put one on the class, such as [SoftLabels] or [Align<…>], or leave the teacher "
        + "out");

    [Theory]
    [InlineData("CrossEntropy",
        "there is no optimiser; put one on the class, such as [Sgd(Momentum = 0.9)] or [AdamW(WeightDecay = 0.01)]")]
    [InlineData("Sgd", "there is no loss; put one on the class, such as [CrossEntropy] or [MeanSquaredError]")]
    public Task Losses_and_optimisers_are_missing(string attributes, string message) =>
        ExpectAsync($"[[|Training(typeof(Student))|], {attributes}] public partial class T;", message);

    [Theory]
    [InlineData("CrossEntropy, Sgd, [|Adam|]", "there are 2 optimisers, [Sgd] and [Adam]; keep one")]
    [InlineData("[|CrossEntropy(Weight = double.NaN)|], Sgd", "Weight of [CrossEntropy] is NaN, but a finite number was expected")]
    [InlineData("[|CrossEntropy(Weight = -1)|], Sgd", "Weight of [CrossEntropy] is -1, but it must be more than 0")]
    [InlineData("[|DecoupledSoftLabels(OthersWeight = -1)|], Sgd",
        "OthersWeight of [DecoupledSoftLabels] is -1, but it must be at least 0")]
    [InlineData("CrossEntropy, [|DecoupledSoftLabels(Temperature = 0)|], Sgd",
        "DecoupledSoftLabels: temperature is 0.0, but it must be a number greater than zero")]
    [InlineData("CrossEntropy, [|SoftLabels(Temperature = 1e7)|], Sgd",
        "SoftLabels: temperature is 10000000.0, but it must lie between 1e-6 and 1e6; beyond, the loss would be the same up to rounding")]
    [InlineData("CrossEntropy, [|Sgd(Momentum = 1)|]", "Momentum of [Sgd] is 1, but it must be at least 0 and less than 1")]
    [InlineData("CrossEntropy, [|Sgd(Momentum = 1.5)|]", "Momentum of [Sgd] is 1.5, but it must be at least 0 and less than 1")]
    [InlineData("CrossEntropy, [|Sgd(ClipNorm = -1)|]", "ClipNorm of [Sgd] is -1, but it must be at least 0")]
    [InlineData("CrossEntropy, [|Adam(Beta2 = 2)|]", "Beta2 of [Adam] is 2, but it must be at least 0 and less than 1")]
    [InlineData("CrossEntropy, [|AdamW(Epsilon = 0)|]", "Epsilon of [AdamW] is 0, but it must be more than 0")]
    [InlineData("CrossEntropy, [|AdamW(Epsilon = 1e-60)|]",
        "Epsilon of [AdamW] is 1E-60, but a step computes with 32-bit floats, whose numbers lie between 1.2E-38 and 3.4E+38")]
    [InlineData("[|SmoothL1(Beta = 1e-40)|], Sgd",
        "Beta of [SmoothL1] is 1E-40, but a step computes with 32-bit floats, whose numbers lie between 1.2E-38 and 3.4E+38")]
    [InlineData("CrossEntropy, [|Sgd(WeightDecay = 1e39)|]",
        "WeightDecay of [Sgd] is 1E+39, but a step computes with 32-bit floats, whose numbers lie between 1.2E-38 and 3.4E+38")]
    [InlineData("CrossEntropy, [|Sgd(Nesterov = true)|]",
        "[Sgd] has no momentum along which Nesterov = true could look ahead; say its Momentum, such as 0.9")]
    [InlineData("CrossEntropy, [|CrossEntropy(Weight = 2)|], Sgd",
        "the loss CrossEntropy is there twice, with the same options and for the same result; keep one, with the Weight of both")]
    [InlineData("[|CrossEntropy(ClassWeights = new[] { 1.0, 2 })|], Sgd",
        "the loss CrossEntropy has 2 ClassWeights, but the result that it looks at has 3 classes")]
    [InlineData("[|CrossEntropy(ClassWeights = new[] { 1.0, -2, 1 })|], Sgd",
        "the loss CrossEntropy has -2 among its ClassWeights, but a weight must be a finite number of at least 0")]
    [InlineData("[|CrossEntropy(ClassWeights = new[] { 1.0, double.NaN, 1 })|], Sgd",
        "the loss CrossEntropy has NaN among its ClassWeights, but a weight must be a finite number of at least 0")]
    [InlineData("[|CrossEntropy(ClassWeights = new[] { 0.0, 0, 0 })|], Sgd",
        "the ClassWeights of the loss CrossEntropy are all 0, so that nothing could be learned")]
    [InlineData("[|CrossEntropy(ClassWeights = new[] { 1.0, 2, 1 }, Smoothing = 0.1)|], Sgd",
        "the loss CrossEntropy has ClassWeights and a Smoothing, of which it is not clear whose weight the other classes' share has; leave "
        + "one of them out")]
    [InlineData("[|CrossEntropy(IgnoreLabel = 255)|], DecoupledSoftLabels, Sgd",
        "the losses CrossEntropy and DecoupledSoftLabels look at the same labels, of which not the same count; give both the same "
        + "IgnoreLabel and ClassWeights, or leave one of them out")]
    [InlineData("[|CrossEntropy(IgnoreLabel = 255)|], CrossEntropy(Smoothing = 0.1, IgnoreLabel = 0), Sgd",
        "the losses CrossEntropy and CrossEntropy look at the same labels, of which not the same count; give both the same IgnoreLabel and "
        + "ClassWeights, or leave one of them out")]
    public Task Losses_and_optimisers_do_not_do(string attributes, string message) =>
        ExpectAsync($"[Training(typeof(Student)), {attributes}] public partial class T;", message);

    [Theory]
    [InlineData("Loss")]
    [InlineData("Equals")]
    [InlineData("Deconstruct")]
    public Task Alignment_has_the_name_of_what_is_generated(string name) => ExpectAsync(
        $"[DistillationAlignment(typeof(Student), \"Stage\", typeof(Teacher), \"Layer\")] public partial class {name};\n"
        + $"[[|Training(typeof(Student), Teacher = typeof(Teacher))|], Align<{name}>, Sgd] public partial class T;",
        $"a result of a step would be called '{name}', which the generated type with the results, Loss, is called or has as a member; "
        + "give the class of the alignment another name");

    [Fact]
    public Task Network_has_the_name_of_what_is_generated() => ExpectAsync(
        "[FusedNetwork(5)] public partial class Loss { [Linear(2)] Layer layer; }\n"
        + "[[|Training(typeof(Loss))|], CrossEntropy, Sgd] public partial class T;",
        "the network is called 'Loss', as the generated type with a step's results is, which typeof(Loss) would find; rename it");

    [Theory]
    [InlineData("Batch = 100000000", "Batch is 100000000, but a batch of 8388607 is the largest for which each value, such as one of "
        + "(8, 8, 4) for each sample, has at most 2147483591 elements")]
    [InlineData("Batch = 0", "Batch is 0, but a step needs at least one sample")]
    public Task Batch_does_not_do(string batch, string message) => ExpectAsync(
        $"[[|Training(typeof(Student), {batch})|], CrossEntropy, Sgd] public partial class T;", message);

    /// <summary>Each of the two would generate the class.</summary>
    [Fact]
    public Task Network_and_training() => ExpectAsync(
        "[FusedNetwork(5)] [[|Training(typeof(Student))|], CrossEntropy, Sgd] public partial class T { [Linear(2)] Layer layer; }",
        "the class is a network as well; a training is a class of its own, which names the network");

    [Theory]
    [InlineData("FusedNetwork(5)", "[Linear(2)] Layer layer;", "network")]
    [InlineData("Training(typeof(Student)), CrossEntropy, Sgd", "", "training")]
    public Task Alignment_is_something_else_as_well(string attributes, string members, string noun) => Mistake.ExpectAsync(
        Networks + $"[{attributes}] [[|DistillationAlignment(typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Batch = 8)|]] "
        + $"public partial class Both {{ {members} }}", "FUS302",
        $"The alignment 'Both': the class is a {noun} as well; an alignment is a class of its own, which names both networks", null,
        Project.Options);

    [Theory]
    [InlineData("[|CrossEntropy|], Sgd", "CrossEntropy")]
    [InlineData("[|Adam|]", "Adam")]
    [InlineData("[|Align<Alignment>|]", "Align")]
    public Task Attributes_of_a_training_on_a_class_that_is_none(string attributes, string name) => ExpectAsync(
        Aligned + $"[{attributes}] public partial class T;",
        $"[{name}] is of a training, but the class is none; put [Training(typeof(Student))] with the network's class before it");

    [Fact]
    public Task Loss_of_a_training_on_an_alignment() => Mistake.ExpectAsync(
        Networks + "[DistillationAlignment(typeof(Student), \"Stage\", typeof(Teacher), \"Layer\"), [|CrossEntropy|]] "
        + "public partial class Alignment;", "FUS302",
        "The alignment 'Alignment': [CrossEntropy] is a loss of trainings; an alignment has the one that its Loss says; leave it out", null,
        Project.Options);

    [Fact]
    public Task Logits_are_probabilities_already() => ExpectAsync(
        "[Training(typeof(Sure)), [|CrossEntropy|], Sgd] public partial class T;",
        "the loss CrossEntropy takes logits and makes the softmax itself, but the result that it looks at is a Softmax already; remove "
        + "that from the network, or train a network without it");

    [Theory]
    [InlineData("int Step;", "the class has a member 'Step', which is the name of a generated one; rename it")]
    [InlineData("[Linear(3)] Layer own;",
        "the class has a layer, 'own', which belongs into the network; a training only names losses and an optimiser")]
    public Task Members_do_not_do(string members, string message) => ExpectAsync(
        $"#pragma warning disable CS0169\n[[|Training(typeof(Student))|], CrossEntropy, Sgd] public partial class T {{ {members} }}",
        message);

    [Fact]
    public Task Alignment_without_a_teacher() => ExpectAsync(
        Aligned + "[[|Training(typeof(Student))|], CrossEntropy, Align<Alignment>, Sgd] public partial class T;",
        "[Align<Alignment>] compares the network with a teacher, but there is none; name its class, as in "
        + "[Training(typeof(Student), Teacher = typeof(Teacher))]");

    [Theory]
    [InlineData("Wide", "Teacher", "Alignment aligns the student Student, but the training's student is Wide")]
    [InlineData("Student", "Wide", "Alignment aligns the teacher Teacher, but the training's teacher is Wide")]
    public Task Alignment_of_other_networks(string student, string teacher, string message) => ExpectAsync(
        Aligned + $"[Training(typeof({student}), Teacher = typeof({teacher})), [|Align<Alignment>|], Sgd] public partial class T;",
        message);

    [Fact]
    public Task Alignment_is_none() => ExpectAsync(
        "[Training(typeof(Student), Teacher = typeof(Teacher)), [|Align<Student>|], Sgd] public partial class T;",
        "Student is no alignment; a class of this project with [DistillationAlignment] was expected");

    [Fact]
    public Task Alignment_is_there_twice() => ExpectAsync(
        Aligned
        + "[[|Training(typeof(Student), Teacher = typeof(Teacher))|], Align<Alignment>, Align<Alignment>, Sgd] public partial class T;",
        "two results of a step are called 'Alignment'; give the class of the alignment another name, and name each once");

    [Theory]
    [InlineData("typeof(Student), \"Stag\", typeof(Teacher), \"Layer\"", "the student Student has no tap 'Stag'; its taps are Stage")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Stage\"",
        "the teacher Teacher has no tap 'Stage'; its taps are Layer, Deep")]
    [InlineData("typeof(Student), \"Stage\", typeof(Wide), \"Layer\"",
        "the teacher Wide has no taps; put [Tap] behind the layer that is to be compared")]
    [InlineData("typeof(string), \"Stage\", typeof(Teacher), \"Layer\"", "String is no network; a class with [FusedNetwork] was expected")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Deep\"",
        "the student's tap Stage is (8, 8, 4), the teacher's Deep (4, 4, 6), but their positions must be the same; pool the student's with "
        + "Resize = AlignmentResize.AveragePool")]
    [InlineData("typeof(Student), \"Stage\", typeof(Big), \"Layer\", Resize = AlignmentResize.AveragePool",
        "the student's tap Stage is (8, 8, 4), the teacher's Layer (16, 16, 4), but their positions must be the same; enlarge the "
        + "student's with Resize = AlignmentResize.Nearest or AlignmentResize.Bilinear")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Connector = AlignmentConnector.None",
        "MeanSquaredError: the student's features are (8, 8, 4), the teacher's (8, 8, 6). Align the channels first: a connector, a "
        + "1×1 convolution, gives the student's features as many as the teacher's")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Connector = AlignmentConnector.None, BatchNorm = true",
        "BatchNorm is a connector's, but there is none here; leave it out")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Loss = AlignmentLoss.AttentionTransfer, "
        + "Connector = AlignmentConnector.Pointwise",
        "AttentionTransfer compares maps without channels, so that it has no connector; leave the connector out")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Loss = AlignmentLoss.Pearson, Temperature = 2",
        "the loss Pearson has no Temperature; leave it out")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Loss = AlignmentLoss.ChannelWiseKl, Temperature = 0",
        "ChannelWiseKl: temperature is 0.0, but it must be a number greater than zero")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Loss = AlignmentLoss.MarginMse",
        "MarginMse takes its margins from the teacher's BatchNorm, but the tap Layer shows the result of Relu; put [Tap] between the "
        + "BatchNorm and its activation")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Deep\", Direction = AlignmentDirection.TeacherToStudent",
        "the student's tap Stage is (8, 8, 4), the teacher's Deep (4, 4, 6), but their positions must be the same; enlarge the "
        + "teacher's with Resize = AlignmentResize.Nearest or AlignmentResize.Bilinear")]
    [InlineData("typeof(Student), \"Stage\", typeof(Norms), \"Norm\", Loss = AlignmentLoss.MarginMse, "
        + "Direction = AlignmentDirection.TeacherToStudent",
        "MarginMse has a margin for each channel of the teacher, which are not there behind a connector; leave the direction out")]
    [InlineData("typeof(Student), null!, typeof(Teacher), \"Layer\"",
        "the name of the student's tap is null; name it, as in nameof(Student.Stage)")]
    [InlineData("null!, \"Stage\", typeof(Teacher), \"Layer\"", "the student is null; name its class, as in typeof(Student)")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher[]), \"Layer\"", "the teacher is null; name its class, as in typeof(Teacher)")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Loss = (AlignmentLoss)17",
        "Loss is (AlignmentLoss)17, which is no AlignmentLoss; the members are MeanSquaredError, AttentionTransfer, ChannelWiseKl, "
        + "Pearson, MarginMse")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Direction = (AlignmentDirection)5",
        "Direction is (AlignmentDirection)5, which is no AlignmentDirection; the members are StudentToTeacher, TeacherToStudent")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Resize = (AlignmentResize)(-1)",
        "Resize is (AlignmentResize)(-1), which is no AlignmentResize; the members are None, AveragePool, Nearest, Bilinear")]
    [InlineData("typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Batch = 0",
        "Batch is 0, but a step needs at least one sample")]
    public Task Alignment_does_not_fit(string arguments, string message) => Mistake.ExpectAsync(
        Networks + $"[[|DistillationAlignment({arguments})|]] public partial class Alignment;", "FUS302",
        "The alignment 'Alignment': " + message, null, Project.Options);

    [Theory]
    [InlineData("", "Adam", "",
        "an optimiser moves the connector of an alignment that stands alone; say the Batch, or leave the optimiser to the training")]
    [InlineData("Batch = 4, Connector = AlignmentConnector.None, Loss = AlignmentLoss.AttentionTransfer", "Adam", "",
        "there is an optimiser, but no connector that it could move; leave it out")]
    [InlineData("Batch = 4", "Adam", "int Forward;", "the class has a member 'Forward', which is the name of a generated one; rename it")]
    [InlineData("Batch = 4", "Adam", "int WeightGradient;",
        "the class has a member 'WeightGradient', which is the name of a generated one; rename it")]
    public Task Alignment_does_not_stand_alone(string options, string optimizers, string members, string message) => Mistake.ExpectAsync(
        Networks + "#pragma warning disable CS0169\n[[|DistillationAlignment(typeof(Student), \"Stage\", typeof(Teacher), \"Layer\""
        + (options.Length > 0 ? ", " + options : "") + $")|], {optimizers}] public partial class Alignment {{ {members} }}", "FUS302",
        "The alignment 'Alignment': " + message, null, Project.Options);

    [Theory]
    [InlineData("Adam, [|Sgd|]", "there are 2 optimisers, [Adam] and [Sgd]; keep one")]
    [InlineData("[|Sgd(Momentum = 1)|]", "Momentum of [Sgd] is 1, but it must be at least 0 and less than 1")]
    public Task Optimiser_of_an_alignment_does_not_do(string optimizers, string message) => Mistake.ExpectAsync(
        Networks + "[DistillationAlignment(typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Batch = 4), "
        + $"{optimizers}] public partial class Alignment;", "FUS302", "The alignment 'Alignment': " + message, null, Project.Options);

    [Fact]
    public Task Alignment_with_a_constructor() => Mistake.ExpectAsync(
        Networks + "[DistillationAlignment(typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Batch = 4)] "
        + "public partial class [|Alignment|] { Alignment(int x) { } }", "FUS003",
        "The alignment 'Alignment' has a constructor; an alignment is an ordinary class without type parameters, constructors or a base "
        + "class, because the generated part supplies them; remove it", null, Project.Options);

    [Fact]
    public Task Alignment_that_stands_alone_must_be_partial() => Mistake.ExpectAsync(
        Networks + "[DistillationAlignment(typeof(Student), \"Stage\", typeof(Teacher), \"Layer\", Batch = 4)] "
        + "public class [|Alignment|];", "FUS001",
        "'Alignment' is marked [DistillationAlignment] but is not partial, so the generated code cannot join it; write 'partial class "
        + "Alignment'", null, Project.Options);

    /// <summary>C# rejects the name, and would not ask the analyzer, which knows the taps.</summary>
    [Fact]
    public async Task Name_that_is_no_tap_is_said_with_the_taps_there_are()
    {
        IReadOnlyList<Diagnostic> found = await Project.DiagnoseAsync(Project.Compile(Networks + """
            [DistillationAlignment(typeof(Student), nameof(Student.Stagg), typeof(Teacher), nameof(Teacher.Layer))]
            public partial class Alignment;
            [Training(typeof(Student), Teacher = typeof(Teacher)), Align<Alignment>, Sgd] public partial class T;
            """));
        Assert.Equal(["CS0117", "FUS302"], found.Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal));
        Assert.Contains(found, diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)
            == "The alignment 'Alignment': the student Student has no tap 'Stagg'; its taps are Stage");
    }

    [Fact]
    public async Task Names_of_generated_members_are_understood()
    {
        IReadOnlyList<Diagnostic> found = await Project.DiagnoseAsync(Project.Compile(Networks + Uses));
        Assert.Empty(found);
    }

    /// <summary>The generator reports mistakes where the compiler ends before it asks the analyzer, at the same place.</summary>
    [Fact]
    public void Mistakes_stand_where_line_directives_say()
    {
        GeneratorDriverRunResult result = Project.Generate(Project.Compile(Networks + """
            [Nothing] class Rejected;
            #line 100 "Mapped.cs"
            [Training(typeof(Student)), CrossEntropy] public partial class T;
            """)).Result;
        FileLinePositionSpan found = Assert.Single(result.Diagnostics, diagnostic => diagnostic.Id == "FUS301").Location.GetLineSpan();
        Assert.Equal(("Mapped.cs", 99), (found.Path, found.StartLinePosition.Line));
    }

    /// <summary>What a generator does not see must not make it say what the analyzer says, too.</summary>
    [Fact]
    public async Task Mistakes_elsewhere_are_said_once()
    {
        IReadOnlyList<Diagnostic> found = await Project.DiagnoseAsync(Project.Compile(
            Networks + Uses, "[FusedNetwork(8, 8, 1)] public partial class Odd { [Conv(4, 3)] Layer a; [Linear(0)] Layer b; }"));
        Assert.Equal("FUS101", Assert.Single(found).Id);
    }

    private const string Uses = """
        [DistillationAlignment(typeof(Student), nameof(Student.Stage), teacherTap: nameof(global::Teacher.Deep), teacher: typeof(Teacher),
            Resize = AlignmentResize.AveragePool, BatchNorm = true, Activation = Activation.Relu)]
        public partial class Alignment;
        [Training(typeof(Student), Batch = 4, Teacher = typeof(Teacher))]
        [CrossEntropy(Weight = 0.1), SoftLabels, Align<Alignment>(Weight = 50), Sgd(Momentum = 0.9)]
        public partial class T;
        [DistillationAlignment(typeof(Student), nameof(Student.Stage), typeof(Teacher), nameof(Teacher.Layer), Batch = 2), Adam]
        internal partial class Alone;
        [DistillationAlignment(typeof(Student), nameof(Student.Stage), typeof(Norms), nameof(Norms.Norm), Batch = 2,
            Loss = AlignmentLoss.MarginMse, BatchNorm = true)]
        public partial class AloneWithMargins;
        [FusedNetwork(8, 8, 1)]
        internal partial class Hidden { [Conv(4, 3), Tap] Layer layer; [GlobalAveragePool, Linear(3)] Layer head; }
        [DistillationAlignment(typeof(Student), nameof(Student.Stage), typeof(Hidden), nameof(Hidden.Layer), Loss = AlignmentLoss.Pearson)]
        public partial class HiddenAlignment;
        [Training(typeof(Student), Teacher = typeof(Hidden)), Align<HiddenAlignment>, Adam] public partial class HiddenTraining;
        static class User
        {
            static float Main(float[] images, int[] labels)
            {
                using var teacher = Teacher.Initialize(seed: 1);
                using var training = T.Start(teacher, seed: 1);
                using var resumed = T.Resume(teacher, "run.safetensors");
                using var given = T.Start(teacher, training.Weights());
                using var hidden = HiddenTraining.Start(Hidden.Initialize());
                using var alone = Alone.Start(seed: 1);
                using var margins = AloneWithMargins.Start(teacherWeights: training.Weights(), weights: alone.Weights());
                float[] gradient = new float[images.Length];
                alone.Step(images, images, gradient, learningRate: 0.1f);
                margins.Backward(images, images, gradient, gradient, weight: margins.NormWeightGradient[0]);
                return training.Step(images, labels, learningRate: 0.05f).Alignment + hidden.Step(images, 0.1f).HiddenAlignment;
            }
        }
        """;

    /// <summary>The graph is the same, however it is declared.</summary>
    [Fact]
    public async Task Network_of_blocks_with_several_tensors_is_trained() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile("""
        using Fusion.Training;
        static class Helpers
        {
            public static int Half(int n) => n / 2;
            public static Tensor Swish(this Tensor x) => x * Sigmoid(x);
        }
        [Block]
        public partial class Gated
        {
            [GlobalAveragePool, Conv("Helpers.Half(x.Channels)", 1), Relu, Conv("x.Channels", 1), Sigmoid] Layer squeeze;
            (Tensor y, Tensor gate) Forward(Tensor x, Tensor other) { var gate = squeeze(x + other); return ((x * gate).Swish(), gate); }
        }
        [Block]
        public partial class Body(int depth)
        {
            [Conv("4 * (index + 1)", 3), BatchNorm, Relu, Repeat("depth")]  Layer[] convs;
            [Block<Gated>]                                                  Layer<(Tensor y, Tensor gate)> gated;
            [Linear(3)]                                                     Layer head;
            Tensor Forward(Tensor x)
            {
                foreach (Layer conv in convs) x = conv(x);
                var (y, gate) = gated(x, x);
                return head(GlobalAveragePool(y) + gate);
            }
        }
        [FusedNetwork(8, 8, 1), With<Body>("depth: 2")] public partial class Student;
        [Training(typeof(Student), Batch = 4), CrossEntropy, Sgd] public partial class T;
        """)));

    private static Task ExpectAsync(string training, string message) =>
        Mistake.ExpectAsync(Networks + training, "FUS301", "The training 'T': " + message, null, Project.Options);
}
