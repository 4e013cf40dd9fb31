using Fusion.Compiler.Operations;
using Fusion.Training.Tests.Losses;
using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Trainings that align features inside a student with features inside its teacher, beside TorchSharp.</summary>
public class AlignmentTests
{
    private const float Rate = 0.05f;

    [TorchFact]
    public void A_connector_with_a_norm_agrees_with_TorchSharp()
    {
        StateDict weights = Lessons.Weights(AlignedTraining.Description), teachers = Lessons.Weights(Master.Description);
        using Master teacher = Master.Load(teachers);
        using AlignedTraining training = AlignedTraining.Start(teacher, weights);
        using var module = new PupilModule(new ConnectorModule(nameof(StageAlignment), 6, 12, hasBias: false, hasNorm: true));
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, Rate, momentum: 0.9));
        using TorchTeacher master = TorchTeacher.Start(new MasterModule(), teachers);
        for (int i = 0; i < 5; i++)
        {
            float[] images = Lessons.Images(i), logits = master.Run(images, "output");
            double aligned = 0;
            double expected = torch.StepOf(images, results =>
            {
                torch.Tensor error = functional.mse_loss(
                    module.Connect(nameof(StageAlignment), results["Stage"]), master.Show(images, "Features"));
                aligned = error.item<double>();
                return TorchTraining.CrossEntropy(results["output"], Lessons.Labels(i)) * 0.1
                    + TorchTraining.SoftLabels(results["output"], logits, 4) * 0.9 + error * 2;
            });
            AlignedTraining.Loss found = training.Step(images, Lessons.Labels(i), Rate);
            Assert.Equal(aligned, found.StageAlignment, 1e-5 * Math.Max(1, aligned));
            Assert.Equal(expected, found.Sum, 1e-5 * Math.Max(1, expected));
            torch.AssertClose(Checkpoint(training), 1e-4);
        }
    }

    [TorchFact]
    public void Every_loss_and_form_agrees_with_TorchSharp()
    {
        StateDict weights = Lessons.Weights(ManifoldTraining.Description), teachers = Lessons.Weights(Master.Description);
        using Master teacher = Master.Load(teachers);
        using ManifoldTraining training = ManifoldTraining.Start(teacher, teachers, weights);
        using var module = new PupilModule(
            new ConnectorModule("CosineAlignment", 6, 12), new ConnectorModule("SampleAlignment", 6, 12, hasBias: false),
            new ConnectorModule("ChannelAlignment", 6, 12), new ConnectorModule("MarginAlignment", 6, 12, hasNorm: true),
            new ConnectorModule("PooledAlignment", 6, 10), new ConnectorModule("NearestAlignment", 10, 12),
            new ConnectorModule("BilinearAlignment", 10, 12), new ConnectorModule("ReverseAlignment", 12, 6));
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, 1e-2, momentum: 0.9));
        using TorchTeacher master = TorchTeacher.Start(new MasterModule(), teachers);
        for (int i = 0; i < 3; i++)
        {
            float[] images = Lessons.Images(i);
            double[] expected = [];
            torch.StepOf(images, results =>
            {
                torch.Tensor[] terms = [.. Terms(module, results, name => master.Show(images, name), teachers)];
                expected = [.. terms.Select(term => term.item<double>())];
                double[] factors = [1, 2, 10, 1, 1, 0.5, 1, 1, 1, 1, 3];
                return terms.Zip(factors, (term, factor) => term * factor).Aggregate((left, right) => left + right);
            });
            ManifoldTraining.Loss found = training.Step(images, 1e-2f);
            float[] terms =
            [
                found.CosineAlignment, found.SampleAlignment, found.AttentionAlignment, found.DistanceAlignment, found.ChannelAlignment,
                found.PearsonAlignment, found.MarginAlignment, found.PooledAlignment, found.NearestAlignment, found.BilinearAlignment,
                found.ReverseAlignment,
            ];
            for (int term = 0; term < terms.Length; term++)
                Assert.True(Math.Abs(expected[term] - terms[term]) <= 1e-4 * expected[term],
                    $"Step {i}, term {term}: {terms[term]} instead of {expected[term]}.");
            StateDict checkpoint = Checkpoint(training);
            if (i == 0) torch.AssertGradients(checkpoint, weights, 0, 1e-4);
            torch.AssertClose(checkpoint, i == 0 ? 1e-4 : 1e-3);
        }
    }

    [Fact]
    public void Every_instruction_set_and_number_of_threads_gives_the_same_bits()
    {
        StateDict teachers = Lessons.Weights(Master.Description);
        StateDict? first = null;
        foreach (InstructionSet set in new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable })
        {
            foreach (int threads in new[] { 1, 5 })
            {
                var options = new NetworkOptions { InstructionSet = set, Threads = threads };
                using Master teacher = Master.Load(teachers, options);
                using ManifoldTraining training = ManifoldTraining.Start(teacher, teachers, seed: 6, options: options);
                for (int i = 0; i < 2; i++) training.Step(Lessons.Images(i), 1e-2f);
                StateDict found = Checkpoint(training);
                first ??= found;
                AssertSame(first, found, $"on {set} with {threads} threads");
            }
        }
    }

    [Fact]
    public void A_resumed_training_makes_the_same_bits()
    {
        using Master teacher = Master.Load(Lessons.Weights(Master.Description));
        using AlignedTraining whole = AlignedTraining.Start(teacher, seed: 1);
        for (int i = 0; i < 2; i++) whole.Step(Lessons.Images(i), Lessons.Labels(i), Rate);
        using AlignedTraining resumed = AtFile(path =>
        {
            whole.SaveCheckpoint(path);
            return AlignedTraining.Resume(teacher, path);
        });
        for (int i = 2; i < 4; i++)
            Assert.Equal(whole.Step(Lessons.Images(i), Lessons.Labels(i), Rate), resumed.Step(Lessons.Images(i), Lessons.Labels(i), Rate));
        AssertSame(Checkpoint(whole), Checkpoint(resumed), "after it was resumed");
    }

    [Fact]
    public void The_saved_student_is_the_student_alone()
    {
        using Master teacher = Master.Load(Lessons.Weights(Master.Description));
        StateDict begin = Lessons.Weights(Pupil.Description);
        using AlignedTraining training = AlignedTraining.Start(teacher, begin);
        training.Step(Lessons.Images(0), Lessons.Labels(0), Rate);
        using Pupil student = AtFile(path =>
        {
            training.Save(path);
            return Pupil.Load(path);
        });
        Assert.Equal(Pupil.Description.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal),
            training.Weights().Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        Assert.Contains(Checkpoint(training).Tensors, tensor => tensor.Name == "StageAlignment.norm.running_mean");
        Assert.False(begin["stage.0.weight"].Values.SequenceEqual(training.Weights()["stage.0.weight"].Values));
    }

    [Fact]
    public void A_step_with_alignments_allocates_nothing()
    {
        StateDict teachers = Lessons.Weights(Master.Description);
        using Master teacher = Master.Load(teachers);
        using ManifoldTraining training = ManifoldTraining.Start(teacher, teachers);
        float[] images = Lessons.Images(0);
        for (int i = 0; i < 3; i++) training.Step(images, 1e-3f);
        Assert.Equal(0, Allocations.Least(() => training.Step(images, 1e-3f)));
    }

    [Fact]
    public void Margins_need_the_teachers_norm()
    {
        using Master teacher = Master.Initialize(seed: 1);
        Assert.Contains("features.1.weight was not found among the teacher's weights",
            Assert.Throws<WeightsException>(() => ManifoldTraining.Start(teacher, new StateDict())).Message);
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(-0.7, -2)]
    [InlineData(0.2, 0.59)]
    [InlineData(0.2, 0.7)]
    [InlineData(0.1, -0.9)]
    [InlineData(0, 0.5)]
    public void Margins_are_those_of_the_compilers_reference(float weight, float bias)
    {
        var weights = new StateDict();
        weights.Add("norm.weight", [1], [weight]);
        weights.Add("norm.bias", [1], [bias]);
        double expected = BatchNormMargin.Of(weight, bias);
        Assert.Equal(expected, TeacherMargins.Of(weights, "norm")[0][0], 1e-6 * Math.Max(1, Math.Abs(expected)));
    }

    private static IEnumerable<torch.Tensor> Terms(
        PupilModule module, IReadOnlyDictionary<string, torch.Tensor> student, Func<string, torch.Tensor> teacher, StateDict teachers)
    {
        torch.Tensor stage = student["Stage"], last = student["Last"], features = teacher("Features"), deep = teacher("Deep");
        float[] scales = teachers["features.1.weight"].Values.ToArray(), shifts = teachers["features.1.bias"].Values.ToArray();
        torch.Tensor margins = torch.tensor(scales.Zip(shifts, (scale, shift) => BatchNormMargin.Of(scale, shift)).ToArray());
        yield return TorchLosses.NormalizedError(module.Connect("CosineAlignment", stage), features, true);
        yield return TorchLosses.NormalizedError(functional.silu(module.Connect("SampleAlignment", stage)), features, false);
        yield return TorchLosses.AttentionTransfer(stage, features, false);
        yield return TorchLosses.AttentionTransfer(stage, features, true);
        yield return TorchLosses.ChannelWiseKl(module.Connect("ChannelAlignment", stage), features, 2);
        yield return TorchLosses.Pearson(last, deep);
        yield return TorchLosses.MarginMse(module.Connect("MarginAlignment", stage), features, margins);
        yield return functional.mse_loss(module.Connect("PooledAlignment", functional.avg_pool2d(stage, 2)), deep);
        yield return functional.mse_loss(module.Connect("NearestAlignment",
            functional.interpolate(last, scale_factor: [2, 2], mode: torch.InterpolationMode.Nearest)), features);
        yield return functional.mse_loss(module.Connect("BilinearAlignment",
            functional.interpolate(last, scale_factor: [2, 2], mode: torch.InterpolationMode.Bilinear, align_corners: false)), features);
        yield return functional.mse_loss(stage, module.Connect("ReverseAlignment", features));
    }

    /// <summary>Everything that a training keeps.</summary>
    private static StateDict Checkpoint(TrainingSession training) => AtFile(path =>
    {
        training.SaveCheckpoint(path);
        return StateDict.Load(path);
    });

    private static T AtFile<T>(Func<string, T> use)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            return use(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertSame(StateDict expected, StateDict found, string when)
    {
        foreach (WeightTensor tensor in expected.Tensors)
            Assert.True(tensor.Values.SequenceEqual(found[tensor.Name].Values), $"{tensor.Name} {when}");
    }
}
