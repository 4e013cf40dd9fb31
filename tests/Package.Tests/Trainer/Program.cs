// The example of docs/training.md: class 1 is brighter on the right.
using var training = StudentTraining.Start(seed: 1);
var images = new float[StudentTraining.BatchSize * 8 * 8 * 1];
var labels = new int[StudentTraining.BatchSize];
var random = new Random(1);
float first = 0, last = 0;
for (int step = 0; step < 60; step++)
{
    for (int i = 0; i < labels.Length; i++) labels[i] = random.Next(2);
    for (int i = 0; i < images.Length; i++)
        images[i] = (float)random.NextDouble() + (labels[i / 64] == (i % 8 >= 4 ? 1 : 0) ? 0.5f : 0);
    last = training.Step(images, labels, learningRate: 0.05f).Sum;
    if (step == 0) first = last;
}

string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
try
{
    training.Save(file);
    using var student = Student.Load(file);
    var logits = new float[StudentTraining.BatchSize * 2];
    student.Run(images, logits);
    int right = Enumerable.Range(0, labels.Length).Count(i => logits[2 * i + labels[i]] > logits[2 * i + 1 - labels[i]]);
    Console.WriteLine($"{right} of {labels.Length} right, the loss went {(last < first / 4 ? "down" : "nowhere")}, sum {last:R}");
}
finally
{
    File.Delete(file);
}
